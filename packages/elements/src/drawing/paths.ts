import type { Point } from '@canut/contract'
import { boxCorners, boxHandles, type Drawn, type Seen, type Skeleton, type Tool } from './shapes.ts'

type Place = (point: Point) => Point
type Points = Pick<Drawn, 'points' | 'seen'>

const same: Place = (point) => point
const polyline = (points: readonly Point[], closed: boolean): string =>
  points.length === 0 ? '' : `M${points.map(([x, y]) => `${x} ${y}`).join('L')}${closed ? 'Z' : ''}`

/** The outline of a shape as the `d` of a path; of keypoints the bones. */
export function outlinePath(shape: Points, tool: Tool, skeleton: Skeleton, place: Place = same): string {
  if (tool === 'point') return ''
  if (tool === 'keypoints') return bonesPath(shape, skeleton, place)
  const points = tool === 'box' ? boxHandles(boxCorners(shape)).filter((_, i) => i % 2 === 0) : shape.points
  return polyline(points.map(place), tool === 'box' || tool === 'polygon')
}

function bonesPath({ points, seen }: Points, { edges }: Skeleton, place: Place): string {
  return edges
    .map(([from, to]) => {
      const [a, b] = [points[from], points[to]]
      return a === undefined || b === undefined || seen[from] === 0 || seen[to] === 0 ? '' : polyline([place(a), place(b)], false)
    })
    .join('')
}

/** Points as lines without length, which round ends make into dots of one size at any enlargement. */
export function dotsPath({ points, seen }: Points, tool: Tool, which: Seen, place: Place = same): string {
  if (tool !== 'point' && tool !== 'keypoints') return ''
  return points
    .filter((_, i) => (seen[i] ?? 2) === which)
    .map((point) => {
      const [x, y] = place(point)
      return `M${x} ${y}h0`
    })
    .join('')
}

/** Squares around points. */
export const squaresPath = (points: readonly Point[], side: number): string =>
  points.map(([x, y]) => `M${x - side / 2} ${y - side / 2}h${side}v${side}h${-side}z`).join('')

export const crossPath = ([x, y]: Point, reach: number): string => `M${x - reach} ${y}H${x + reach}M${x} ${y - reach}V${y + reach}`

export const linePath = (points: readonly Point[], place: Place): string => polyline(points.map(place), false)
