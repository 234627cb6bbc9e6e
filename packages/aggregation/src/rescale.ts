/**
 * Multiplies all strengths by what the prior likes most, in place. The comparisons do not mind; item by item the same way takes
 * thousands of iterations when the prior is small. Without a prior it keeps the strengths from drifting away together.
 *
 * @returns by how much the logarithms moved.
 */
export function rescale(strengths: Float64Array): number {
  let shift = 0
  for (let step = 0; step < 20; step++) {
    let [slope, bend] = [0, 0]
    for (const strength of strengths) {
      const share = 1 / (1 + strength * Math.exp(shift))
      slope += 2 * share - 1
      bend += 2 * share * (1 - share)
    }
    // At most a factor of e at a time: far from the summit Newton's step would leap over it.
    const moved = Math.max(-1, Math.min(1, slope / Math.max(bend, 1e-300)))
    shift += moved
    if (Math.abs(moved) < 1e-12) break
  }
  for (let item = 0; item < strengths.length; item++) strengths[item]! *= Math.exp(shift)
  return Math.abs(shift)
}
