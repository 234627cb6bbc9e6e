/**
 * Intersection over union of two masks of one picture, as run lengths that begin with background.
 *
 * @returns 0 to 1; 1 for two masks without a pixel
 */
export function overlapOfRuns(one: readonly number[], other: readonly number[]): number {
  let [both, either] = [0, 0]
  let [i, j] = [0, 0]
  let [left, right] = [one[0] ?? 0, other[0] ?? 0]
  while (i < one.length && j < other.length) {
    const step = Math.min(left, right)
    if (i % 2 === 1 && j % 2 === 1) both += step
    if (i % 2 === 1 || j % 2 === 1) either += step
    left -= step
    right -= step
    if (left === 0) left = one[++i] ?? 0
    if (right === 0) right = other[++j] ?? 0
  }
  return either === 0 ? 1 : both / either
}
