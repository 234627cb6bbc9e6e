import { shapeOf, shapeOverlap, type Corner } from './polygon-raster.ts'

/**
 * What two outlines have in common: the area of their intersection over that of their union, by the even-odd rule, exact along 64 lines.
 *
 * @returns 0 to 1, exactly 1 for equal outlines with an extent; 0 where one has none (fewer than three corners, or all in one line).
 *   Within 1 or 2 hundredths for outlines that are not finer than the lines.
 * @throws never, for finite corners.
 */
export function polygonOverlap(one: readonly Corner[], other: readonly Corner[]): number {
  if (one.length < 3 || other.length < 3) return 0
  if (one === other) return shapeOf(one, undefined).area > 0 ? 1 : 0
  // to twelve digits: what differs beyond them is the order of sums, and equal outlines are 1
  return Math.round(shapeOverlap(shapeOf(one, undefined), shapeOf(other, undefined)) * 1e12) / 1e12
}
