import type { Skeleton } from './shapes.ts'

/** A label or another choice: its value in responses, and how people read it. */
export interface Choice {
  readonly value: string
  readonly name: string
}

export interface LabelChoice extends Choice {
  /** a CSS colour; one of a palette unless told */
  readonly colour?: string
}

/** What is asked of each shape; the answer is in `attrs` of the shape, under `value`. */
export interface ShapeQuestion extends Choice {
  readonly options: readonly Choice[]
}

/** The skeleton as settings write it: edges between values of points. */
export interface SkeletonOption {
  readonly points: readonly Choice[]
  readonly edges: readonly (readonly [from: string, to: string])[]
}

/** The same by position; edges to points that are not there are left out. */
export function skeletonOf(option: SkeletonOption | null): Skeleton {
  const { points = [], edges = [] } = option ?? {}
  const indexOf = (value: string) => points.findIndex((point) => point.value === value)
  return { points, edges: edges.map(([from, to]) => [indexOf(from), indexOf(to)] as const).filter(([from, to]) => from >= 0 && to >= 0) }
}
