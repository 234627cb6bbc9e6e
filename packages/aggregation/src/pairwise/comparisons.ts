import { AggregationError } from '../aggregation-error.ts'
import { checkResponses } from '../check-option.ts'
import { Column, Dictionary, rowOf } from '../columns.ts'

/** One worker looked at two items and said which is better; null when they said that neither is. */
export interface Comparison {
  readonly worker: string
  readonly left: string
  readonly right: string
  /** The id of `left` or of `right`, or null for a tie. */
  readonly winner: string | null
}

/** Every comparison in the order of the rows. Items and workers are numbered in the order in which they first appear. */
export interface Comparisons {
  readonly items: readonly string[]
  readonly workers: readonly string[]
  readonly size: number
  readonly worker: Int32Array
  readonly left: Int32Array
  readonly right: Int32Array
  /** 2 when the left item won, 0 when the right one did, 1 for a tie: half the left item's points. */
  readonly points: Int32Array
}

/**
 * Indexes comparisons for the methods of this family. Every row counts, also when a worker compares the same pair again: there
 * is no telling a correction from a second look.
 *
 * @throws AggregationError `missing_id` (an item's id is a `label`), or `invalid_row` when an item is compared with itself or
 *   the winner is neither of the two; `invalid_option` for what are no rows.
 *
 * Time O(rows), 16 bytes per comparison besides the ids.
 */
export function comparisonsOf(rows: Iterable<Comparison>): Comparisons {
  checkResponses(rows)
  const items = new Dictionary('label')
  const workers = new Dictionary('worker')
  const [worker, left, right, points] = [new Column(), new Column(), new Column(), new Column()]
  for (const each of rows) {
    const row = points.length
    const { worker: workerId, left: leftId, right: rightId } = rowOf(each)
    workers.check(workerId, row)
    items.check(leftId, row)
    items.check(rightId, row)
    if (each.left === each.right) {
      throw new AggregationError({ kind: 'invalid_row', row, expected: 'two different items', received: `${each.left} twice` })
    }
    if (each.winner !== null && each.winner !== each.left && each.winner !== each.right) {
      const expected = `${each.left}, ${each.right} or null as the winner`
      throw new AggregationError({ kind: 'invalid_row', row, expected, received: each.winner })
    }
    worker.push(workers.number(each.worker))
    left.push(items.number(each.left))
    right.push(items.number(each.right))
    points.push(each.winner === null ? 1 : each.winner === each.left ? 2 : 0)
  }
  const [workerOf, leftOf, rightOf, pointsOf] = [worker, left, right, points].map((column) => column.values().slice()) as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  return {
    items: items.ids(),
    workers: workers.ids(),
    size: pointsOf.length,
    worker: workerOf,
    left: leftOf,
    right: rightOf,
    points: pointsOf,
  }
}
