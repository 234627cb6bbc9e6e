import { listIn, membersOf, textIn } from '../../platform/members.ts'

export interface Skeleton {
  readonly points: readonly string[]
  /** places in `points`, from 0 */
  readonly edges: readonly (readonly [from: number, to: number])[]
}

/** The points of a kind of object and how they are joined: of its label, else of all the others, else as they were found. */
export function skeletonOf(settings: unknown, label: string, found: readonly string[] = []): Skeleton {
  const own = listIn(settings, 'skeletons').find((each) => textIn(each, 'label') === label)
  const told = [own, membersOf(settings)['skeleton'], settings].map(readSkeleton).find(({ points }) => points.length > 0)
  return told ?? { points: found, edges: [] }
}

function readSkeleton(from: unknown): Skeleton {
  const points = listIn(from, 'points').map((point) => (typeof point === 'string' ? point : textIn(point, 'name', 'value')))
  const edges = listIn(from, 'edges').flatMap((edge) => {
    const ends = Array.isArray(edge) ? edge.map((end) => (typeof end === 'string' ? points.indexOf(end) : Number(end))) : []
    const [a, b] = ends
    return a === undefined || b === undefined || !(a in points) || !(b in points) ? [] : [[a, b] as const]
  })
  return { points, edges }
}
