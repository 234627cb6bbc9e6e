import type { Skeleton, Skeletons } from './shapes.ts'

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

/** A skeleton as settings write it: edges between values of points. */
interface SkeletonParts {
  readonly points: readonly Choice[]
  readonly edges: readonly (readonly [from: string, to: string])[]
}

/** That of all labels but those which have one of their own. */
export interface SkeletonOption extends SkeletonParts {
  readonly own?: readonly (SkeletonParts & { readonly label: string })[]
}

/** The same by position; edges to points that are not there are left out. */
export function skeletonsOf(option: SkeletonOption | null): Skeletons {
  const common = skeletonOf(option ?? { points: [], edges: [] })
  const own = new Map((option?.own ?? []).map((each) => [each.label, skeletonOf(each)]))
  return (label) => own.get(label) ?? common
}

function skeletonOf({ points, edges }: SkeletonParts): Skeleton {
  const indexOf = (value: string) => points.findIndex((point) => point.value === value)
  return { points, edges: edges.map(([from, to]) => [indexOf(from), indexOf(to)] as const).filter(([from, to]) => from >= 0 && to >= 0) }
}
