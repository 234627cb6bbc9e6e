import { AggregationError } from '../aggregation-error.ts'
import type { Responses } from '../responses.ts'
import { againstReferences, distinctOf, meanLikeness, type Distinct } from './distinct.ts'
import { editDistances, type Run } from './edit-distance.ts'
import type { TokenisedTexts } from './tokens.ts'
import { dot, wordPairVectors } from './word-vectors.ts'

/** What ROVER needs of a task and what does not change between its rounds. Tables: {@link againstReferences}. */
export interface RoverTask extends Distinct {
  readonly from: number
  readonly runs: readonly Run[]
  /** Word edit distances. */
  readonly distance: Float64Array
  /** Of each response, the mean similarity to the others; 1 when it is alone. */
  readonly likeness: Float64Array
}

/** @throws AggregationError `too_large` when the two longest texts of a task make a table of alignment above `maxCells`. */
export function roverTasks({ tasks, byTask }: Responses<string>, texts: TokenisedTexts, maxCells: number): RoverTask[] {
  const distanceOf = editDistances()
  const vectorOf = wordPairVectors(texts.keys.length)
  return tasks.map((_, task) => {
    const from = byTask.start[task]!
    const all = Array.from(byTask.value.slice(from, byTask.start[task + 1]), (_value, i): Run => {
      return { of: texts.key, from: texts.start[from + i]!, to: texts.start[from + i + 1]! }
    })
    checkLengths(all, maxCells)
    const distinct = distinctOf(all.map((run) => Array.from(run.of.subarray(run.from, run.to), (key) => texts.keys[key]).join(' ')))
    const runs = Array.from(distinct.example, (i) => all[i]!)
    const vectors = runs.map(vectorOf)
    const similarity = againstReferences(distinct, 1, (d, r) => dot(vectors[d]!, vectors[r]!))
    return {
      ...distinct,
      from,
      runs,
      distance: againstReferences(distinct, 0, (d, r) => distanceOf(runs[d]!, runs[r]!)),
      likeness: Float64Array.from(distinct.of, (d) => meanLikeness(distinct, similarity, d)),
    }
  })
}

function checkLengths(runs: readonly Run[], maxCells: number): void {
  const longest = runs.reduce((most, { from, to }) => Math.max(most, to - from), 0)
  const cells = (longest + 1) ** 2
  if (cells > maxCells) throw new AggregationError({ kind: 'too_large', what: 'The alignment of two texts', cells, maxCells })
}

/** The one with the least weighted sum of distances; of several, the first. */
export function medoidOf({ runs, references, distance }: RoverTask, weight: Float64Array): number {
  let [best, least] = [0, Infinity]
  for (let d = 0; d < runs.length; d++) {
    let sum = 0
    for (let r = 0; r < references; r++) sum += weight[r]! * distance[d * references + r]!
    if (sum >= least) continue
    best = d
    least = sum
  }
  return best
}
