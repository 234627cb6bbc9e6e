import type { KeypointObject, Size } from '@canut/contract'

export interface KeypointRule {
  readonly measure: 'oks' | 'distance'
  /** in pixels, for `distance` */
  readonly distance: number
}

/** COCO has a constant of its own per joint, 0.05 to 0.21; for any points, one in the lower half. */
const FALLOFF = 0.1
/** Objects of one point, or of points in one place, have no size: then they count as this share of the picture. */
const LEAST_SHARE = 0.05

/**
 * How near two objects are, 0 to 1: the mean over the points, by name, that either has. A point that one of them lacks counts 0; so does, by
 * `distance`, one that is further off. By `oks` nearness falls off with the distance in relation to the size of the object:
 * exp(−d² / (2 s² 0.1²)), s² being the area of the rectangle around the larger of the two.
 */
export function objectSimilarity({ measure, distance }: KeypointRule, size: Size): (a: KeypointObject, b: KeypointObject) => number {
  const least = (LEAST_SHARE * Math.hypot(size.w, size.h)) ** 2
  return (a, b) => {
    const scale = Math.max(areaOf(a), areaOf(b), least)
    const [own, others] = [new Set(a.points.map(({ name }) => name)), new Map(b.points.map((point) => [point.name, point]))]
    let [sum, count] = [0, b.points.filter(({ name, v }) => v !== 0 && !own.has(name)).length]
    for (const one of a.points) {
      const other = others.get(one.name)
      const [isHere, isThere] = [one.v !== 0, other !== undefined && other.v !== 0]
      if (!isHere && !isThere) continue
      count++
      if (!isHere || other === undefined || !isThere) continue
      const far = Math.hypot(one.x - other.x, one.y - other.y)
      sum += measure === 'distance' ? Number(far <= distance) : Math.exp(-(far ** 2) / (2 * scale * FALLOFF ** 2))
    }
    return count === 0 ? 0 : sum / count
  }
}

function areaOf({ points }: KeypointObject): number {
  const there = points.filter(({ v }) => v !== 0)
  if (there.length === 0) return 0
  const [xs, ys] = [there.map(({ x }) => x), there.map(({ y }) => y)]
  return (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys))
}
