import { AggregationError } from './aggregation-error.ts'
import type { Crowd } from './crowd.ts'

/** 2²⁶ numbers, 512 MB: above it a table of tasks by labels is more likely a mistake (free text as classes) than a wish. */
const defaultMaxCells = 2 ** 26

/**
 * The share of each label among a task's responses, one row per task: `shares[t * labels.length + k] = cₜₖ / nₜ`.
 *
 * @returns tasks × labels, row-major; each row sums to 1.
 * @throws AggregationError `too_large` when tasks × labels is more than `maxCells`. Time O(responses + cells).
 */
export function voteShares(crowd: Crowd, options: { readonly maxCells?: number } = {}): Float64Array {
  const { tasks, labels } = crowd
  const shares = allocate('The table of tasks by labels', tasks.length * labels.length, options.maxCells)
  addVoteShares(crowd.byTask, labels.length, shares)
  return shares
}

/** Adds each response's share of its task to a table of so many classes. */
export function addVoteShares({ start, label }: Pick<Crowd['byTask'], 'start' | 'label'>, classes: number, shares: Float64Array): void {
  for (let task = 0; task + 1 < start.length; task++) {
    const from = start[task]!
    const to = start[task + 1]!
    for (let i = from; i < to; i++) shares[task * classes + label[i]!]! += 1 / (to - from)
  }
}

export function allocate(what: string, cells: number, maxCells?: number): Float64Array {
  checkCells(what, cells, maxCells)
  return new Float64Array(cells)
}

/** Refuses a table larger than meant. */
export function checkCells(what: string, cells: number, maxCells = defaultMaxCells): void {
  // Cells are addressed by 32-bit integers. Written so that NaN is refused too.
  if (!(maxCells <= 2 ** 31)) {
    throw new AggregationError({
      kind: 'invalid_option',
      option: 'maxCells',
      expected: 'a number up to 2147483648',
      received: String(maxCells),
    })
  }
  if (cells > maxCells) throw new AggregationError({ kind: 'too_large', what, cells, maxCells })
}
