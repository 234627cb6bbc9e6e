import type { Attributes, Point, Size } from '@canut/contract'
import { edgesOf } from '@canut/contract/outlines'

/** `polyline` and `line` are open, a `line` has two points; `point` is a single one; `keypoints` are the points of a skeleton. */
export const TOOLS = ['box', 'polygon', 'polyline', 'line', 'point', 'keypoints'] as const
export type Tool = (typeof TOOLS)[number]

/** v as COCO says it: 0 not there, 1 there but hidden, 2 visible. */
export type Seen = 0 | 1 | 2

/** A shape as it is drawn; never changed, only replaced. */
export interface Drawn {
  readonly id: string
  readonly label: string
  /** a box has two: left top, right bottom. Of keypoints one per point of the skeleton, (0, 0) where it is not there */
  readonly points: readonly Point[]
  /** of keypoints, parallel to the points; empty otherwise */
  readonly seen: readonly Seen[]
  readonly attrs: Attributes
}

/** What joins which, by position in `points`. */
export interface Skeleton {
  readonly points: readonly { readonly value: string; readonly name: string }[]
  readonly edges: readonly (readonly [from: number, to: number])[]
}

const NO_SKELETON: Skeleton = { points: [], edges: [] }

/** The skeleton of what has a label: labels may have different ones. */
export type Skeletons = (label: string) => Skeleton
export const NO_SKELETONS: Skeletons = () => NO_SKELETON

interface Extent {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The points that are somewhere, with their places in `points`. */
export function placed({ points, seen }: Pick<Drawn, 'points' | 'seen'>): { readonly at: Point; readonly index: number }[] {
  return points.map((at, index) => ({ at, index })).filter(({ index }) => seen[index] !== 0)
}

export function extentOf(shape: Pick<Drawn, 'points' | 'seen'>): Extent {
  const points = placed(shape).map(({ at }) => at)
  if (points.length === 0) return { left: 0, top: 0, right: 0, bottom: 0 }
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}

/** The nearest whole pixel of the picture. */
export function wholePoint([x, y]: Point, { w, h }: Size): Point {
  return [Math.min(Math.max(Math.round(x), 0), w), Math.min(Math.max(Math.round(y), 0), h)]
}

/** Moved as a whole, and stopped as a whole at the edge of the picture. */
export function moved(shape: Drawn, dx: number, dy: number, size: Size): Drawn {
  const { left, top, right, bottom } = extentOf(shape)
  const x = Math.round(Math.min(Math.max(dx, -left), size.w - right))
  const y = Math.round(Math.min(Math.max(dy, -top), size.h - bottom))
  if (x === 0 && y === 0) return shape
  return { ...shape, points: shape.points.map((point, i) => (shape.seen[i] === 0 ? point : [point[0] + x, point[1] + y])) }
}

/** A box between any two corners, at least one pixel wide and high; kept inside the picture. */
export function boxBetween(a: Point, b: Point, size: Size): readonly [Point, Point] {
  const [from, to] = [wholePoint(a, size), wholePoint(b, size)]
  const left = Math.min(from[0], to[0], size.w - 1)
  const top = Math.min(from[1], to[1], size.h - 1)
  return [
    [left, top],
    [Math.max(from[0], to[0], left + 1), Math.max(from[1], to[1], top + 1)],
  ]
}

/** Handles of a box, clockwise from its left top corner: corners are even, the middles of sides are odd. */
export function boxHandles([[left, top], [right, bottom]]: readonly [Point, Point]): Point[] {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2]
  return [
    [left, top],
    [x, top],
    [right, top],
    [right, y],
    [right, bottom],
    [x, bottom],
    [left, bottom],
    [left, y],
  ]
}

export function boxCorners({ points }: Pick<Drawn, 'points'>): readonly [Point, Point] {
  const [from = [0, 0], to = [0, 0]] = points
  return [from, to]
}

/** Which sides each handle pulls: −1 left or top, 1 right or bottom. */
const PULLS: readonly Point[] = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
]

/** The box with one of its handles at a new place; pulled over its other side it turns over. */
function boxResized(shape: Drawn, handle: number, to: Point, size: Size): Drawn {
  const [[left, top], [right, bottom]] = boxCorners(shape)
  const [pullX, pullY] = PULLS[handle] ?? [0, 0]
  const a: Point = [pullX < 0 ? to[0] : left, pullY < 0 ? to[1] : top]
  const b: Point = [pullX > 0 ? to[0] : right, pullY > 0 ? to[1] : bottom]
  return { ...shape, points: boxBetween(a, b, size) }
}

/** Where a shape can be taken hold of, by the number that `withHandleAt` wants. */
export function handlesOf(shape: Drawn, tool: Tool): { readonly at: Point; readonly index: number }[] {
  return tool === 'box' ? boxHandles(boxCorners(shape)).map((at, index) => ({ at, index })) : placed(shape)
}

export function withHandleAt(shape: Drawn, tool: Tool, index: number, to: Point, size: Size): Drawn {
  if (tool === 'box') return boxResized(shape, index, to, size)
  return { ...shape, points: shape.points.map((point, i) => (i === index ? wholePoint(to, size) : point)) }
}

/** The middles of edges, where a polygon or polyline can get another vertex: `index` is the place that it will have. */
export function middlesOf({ points }: Drawn, tool: Tool): { readonly at: Point; readonly index: number }[] {
  if (tool !== 'polygon' && tool !== 'polyline') return []
  return edgesOf(points, tool === 'polygon').map(([[ax, ay], [bx, by]], i) => ({ at: [(ax + bx) / 2, (ay + by) / 2], index: i + 1 }))
}

export const leastPoints = (tool: Tool): number => (tool === 'polygon' ? 3 : tool === 'point' || tool === 'keypoints' ? 1 : 2)

/** Shapes that were measured on a picture of another size, such as a smaller copy, in pixels of this one. */
export function scaled(shapes: readonly Drawn[], from: Size | null, to: Size): readonly Drawn[] {
  if (from === null || (from.w === to.w && from.h === to.h)) return shapes
  const place = ([x, y]: Point): Point => wholePoint([(x * to.w) / from.w, (y * to.h) / from.h], to)
  return shapes.map((shape) => ({ ...shape, points: shape.points.map(place) }))
}

/** The points of one skeleton as those of another: what has the same name stays where it is, the others are not there. */
export function refitted({ points, seen }: Pick<Drawn, 'points' | 'seen'>, from: Skeleton, to: Skeleton): Pick<Drawn, 'points' | 'seen'> {
  const places = to.points.map(({ value }) => from.points.findIndex((point) => point.value === value))
  return { points: places.map((place): Point => points[place] ?? [0, 0]), seen: places.map((place): Seen => seen[place] ?? 0) }
}
