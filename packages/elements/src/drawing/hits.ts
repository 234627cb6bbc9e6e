import type { Point } from '@canut/contract'
import { edgesOf } from '@canut/contract/outlines'
import { boxCorners, boxHandles, extentOf, handlesOf, middlesOf, placed, type Drawn, type Skeletons, type Tool } from './shapes.ts'

/** Distances are in natural pixels; callers bring their tolerance, which depends on the enlargement and on finger or mouse. */
export interface HitRules {
  readonly tool: Tool
  readonly skeletons: Skeletons
}

export type HandleHit = { readonly kind: 'handle' | 'middle'; readonly index: number }

/** The handle of a shape next to a point; handles win over the middles of edges. */
export function handleAt(shape: Drawn, tool: Tool, at: Point, tolerance: number): HandleHit | null {
  const handle = nearest(handlesOf(shape, tool), at, tolerance)
  if (handle !== null) return { kind: 'handle', index: handle }
  const middle = nearest(middlesOf(shape, tool), at, tolerance)
  return middle === null ? null : { kind: 'middle', index: middle }
}

function nearest(handles: readonly { at: Point; index: number }[], at: Point, tolerance: number): number | null {
  let [best, least]: [number | null, number] = [null, tolerance]
  for (const handle of handles) {
    const distance = distanceBetween(handle.at, at)
    if (distance > least) continue
    least = distance
    best = handle.index
  }
  return best
}

/** The shape that a click means: the one whose outline is next to it, else the smallest one around it. */
export function shapeAt(shapes: readonly Drawn[], rules: HitRules, at: Point, tolerance: number): Drawn | null {
  return outlineAt(shapes, rules, at, tolerance) ?? smallestAround(shapes, rules, at)
}

export function outlineAt(shapes: readonly Drawn[], rules: HitRules, at: Point, tolerance: number): Drawn | null {
  let [best, least]: [Drawn | null, number] = [null, tolerance]
  for (const shape of shapes) {
    const { left, top, right, bottom } = extentOf(shape)
    const isFar = at[0] < left - tolerance || at[0] > right + tolerance || at[1] < top - tolerance || at[1] > bottom + tolerance
    if (isFar) continue
    const distance = outlineDistance(shape, rules, at)
    // of two that are as near, the later lies on top
    if (distance > least) continue
    least = distance
    best = shape
  }
  return best
}

function smallestAround(shapes: readonly Drawn[], rules: HitRules, at: Point): Drawn | null {
  const around = shapes.filter((shape) => isInside(shape, rules, at))
  return around.reduce<Drawn | null>((best, shape) => (best === null || areaOf(shape) <= areaOf(best) ? shape : best), null)
}

/** Inside a closed shape. Nothing is inside lines and points. */
export function isInside(shape: Drawn, { tool }: HitRules, [x, y]: Point): boolean {
  const { left, top, right, bottom } = extentOf(shape)
  if (x < left || x > right || y < top || y > bottom) return false
  if (tool === 'box') return true
  if (tool !== 'polygon') return false
  const crossings = edgesOf(shape.points, true).filter(
    ([[ax, ay], [bx, by]]) => ay <= y !== by <= y && x < ax + ((y - ay) / (by - ay)) * (bx - ax),
  )
  return crossings.length % 2 === 1
}

function areaOf(shape: Drawn): number {
  const { left, top, right, bottom } = extentOf(shape)
  return (right - left) * (bottom - top)
}

function outlineDistance(shape: Drawn, { tool, skeletons }: HitRules, at: Point): number {
  const points = placed(shape).map((each) => each.at)
  if (tool === 'keypoints') {
    const bones = skeletons(shape.label).edges.flatMap(([from, to]): (readonly [Point, Point])[] => {
      const [a, b] = [shape.points[from], shape.points[to]]
      return a === undefined || b === undefined || shape.seen[from] === 0 || shape.seen[to] === 0 ? [] : [[a, b]]
    })
    return least([...bones.map(([a, b]) => distanceToEdge(a, b, at)), ...points.map((point) => distanceBetween(point, at))])
  }
  if (tool === 'point') return least(points.map((point) => distanceBetween(point, at)))
  const corners = tool === 'box' ? boxHandles(boxCorners(shape)).filter((_, i) => i % 2 === 0) : points
  return least(edgesOf(corners, tool === 'box' || tool === 'polygon').map(([a, b]) => distanceToEdge(a, b, at)))
}

const least = (distances: readonly number[]): number => Math.min(Infinity, ...distances)

export const distanceBetween = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])

function distanceToEdge(a: Point, b: Point, at: Point): number {
  const [x, y] = [b[0] - a[0], b[1] - a[1]]
  const length = x * x + y * y
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((at[0] - a[0]) * x + (at[1] - a[1]) * y) / length))
  return distanceBetween(at, [a[0] + share * x, a[1] + share * y])
}

/** Where a point goes with snapping: to a corner of another shape, else to the edge of the picture. */
export function snapped(at: Point, others: readonly Drawn[], size: { w: number; h: number }, tolerance: number): Point {
  let [best, reach]: [Point | null, number] = [null, tolerance]
  for (const other of others) {
    for (const { at: corner } of placed(other)) {
      const distance = distanceBetween(corner, at)
      if (distance > reach) continue
      reach = distance
      best = corner
    }
  }
  return best ?? [snappedAlong(at[0], size.w, tolerance), snappedAlong(at[1], size.h, tolerance)]
}

const snappedAlong = (value: number, length: number, tolerance: number): number =>
  value <= tolerance ? 0 : value >= length - tolerance ? length : value
