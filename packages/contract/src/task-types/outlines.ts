import type { Point } from '../task-types.ts'

/** The edges of a line; of an outline (three points or more) also the one from its last point back to the first. */
export function edgesOf(points: readonly Point[], closed: boolean): (readonly [Point, Point])[] {
  const edges = points.slice(1).map((point, i): readonly [Point, Point] => [points[i] ?? point, point])
  const [first, last] = [points[0], points.at(-1)]
  return closed && first !== undefined && last !== undefined && points.length > 2 ? [...edges, [last, first]] : edges
}

/** Whether two edges that are not neighbours meet. Edges are looked at from left to right: those that end before another begins cannot meet it. */
export function crossesItself(points: readonly Point[], closed: boolean): boolean {
  const edges = edgesOf(points, closed).map(([a, b], place) => ({
    a,
    b,
    place,
    left: Math.min(a[0], b[0]),
    right: Math.max(a[0], b[0]),
    top: Math.min(a[1], b[1]),
    bottom: Math.max(a[1], b[1]),
  }))
  const last = edges.length - 1
  const isNeighbour = (i: number, j: number) => Math.abs(i - j) <= 1 || (closed && Math.abs(i - j) === last)
  edges.sort((one, other) => one.left - other.left)
  for (const [i, one] of edges.entries())
    for (let j = i + 1; j < edges.length; j += 1) {
      const other = edges[j] ?? one
      if (other.left > one.right) break
      if (other.top > one.bottom || other.bottom < one.top || isNeighbour(one.place, other.place)) continue
      if (meet(one.a, one.b, other.a, other.b)) return true
    }
  return false
}

const turn = (a: Point, b: Point, c: Point): number => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

const isBetween = (a: Point, b: Point, p: Point): boolean =>
  p[0] >= Math.min(a[0], b[0]) && p[0] <= Math.max(a[0], b[0]) && p[1] >= Math.min(a[1], b[1]) && p[1] <= Math.max(a[1], b[1])

function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)]
  if (abc !== abd && cda !== cdb) return true
  return (
    (abc === 0 && isBetween(a, b, c)) ||
    (abd === 0 && isBetween(a, b, d)) ||
    (cda === 0 && isBetween(c, d, a)) ||
    (cdb === 0 && isBetween(c, d, b))
  )
}
