import type { BboxResponse, KeypointsResponse, MaskResponse, PolygonResponse, Point } from '@canut/contract'
import { decodeCounts } from '../../task-types/index.ts'

/** What a response to a task of these kinds is. It was checked when it was stored, so its shape is certain. */
export const boxesOf = (response: unknown) => response as BboxResponse
export const shapesOf = (response: unknown) => response as PolygonResponse
export const objectsOf = (response: unknown) => response as KeypointsResponse
export const regionsOf = (response: unknown) => response as MaskResponse

export interface Extent {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export function extentOf(points: readonly Point[]): Extent {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x)
    bottom = Math.max(bottom, y)
  }
  return points.length === 0 ? { x: 0, y: 0, w: 0, h: 0 } : { x: left, y: top, w: right - left, h: bottom - top }
}

/** Of a closed shape, in pixels. */
export function areaOf(points: readonly Point[]): number {
  let twice = 0
  let [beforeX, beforeY] = points.at(-1) ?? [0, 0]
  for (const [x, y] of points) {
    twice += beforeX * y - x * beforeY
    beforeX = x
    beforeY = y
  }
  return Math.abs(twice) / 2
}

/** @throws when the text is no mask of this size: such a response is never stored, so that is a bug. */
export function runsOfRegion(counts: string, size: { readonly w: number; readonly h: number }): number[] {
  const runs = decodeCounts(counts, size.w * size.h)
  if (runs === null) throw new Error(`a stored mask does not fill its ${size.w} × ${size.h} pixels`)
  return runs
}
