import type { Crowd } from '../crowd.ts'
import { Column } from '../columns.ts'
import type { Aggregate } from '../aggregate.ts'

/** A sum of weights that differs from the greatest by less than this part of all weights ties with it: another order of rows may change it so. */
const tieWithin = 1e-9

/** The labels with the greatest sum of their workers' weights, per task; confidence is their share of all weights of the task. */
export type WeightedTop = Pick<Aggregate, 'top' | 'confidence'>

/**
 * Weighted majority vote. Where the weights of a task sum to nothing above 0, its votes count alike.
 * Time O(responses), memory O(tasks + labels).
 */
export function weightedVote({ tasks, labels, byTask }: Crowd, weights: Float64Array): WeightedTop {
  const sums = new Float64Array(labels.length)
  const start = new Int32Array(tasks.length + 1)
  const label = new Column()
  const confidence = new Float64Array(tasks.length)
  for (let task = 0; task < tasks.length; task++) {
    const from = byTask.start[task]!
    const to = byTask.start[task + 1]!
    let total = 0
    let size = 0
    for (let i = from; i < to; i++) {
      total += Math.max(0, weights[byTask.worker[i]!]!)
      size += Math.abs(weights[byTask.worker[i]!]!)
    }
    if (total === 0) size = to - from
    const weightOf = (i: number) => (total > 0 ? weights[byTask.worker[i]!]! : 1)
    let greatest = -Infinity
    for (let i = from; i < to; i++) sums[byTask.label[i]!]! += weightOf(i)
    for (let i = from; i < to; i++) greatest = Math.max(greatest, sums[byTask.label[i]!]!)
    let all = 0
    for (let i = from; i < to; i++) {
      const given = byTask.label[i]!
      const sum = sums[given]!
      if (Number.isNaN(sum)) continue
      if (sum >= greatest - tieWithin * size) label.push(given)
      all += Math.max(0, sum)
      // listed once, and the scratch is clean for the next task
      sums[given] = Number.NaN
    }
    for (let i = from; i < to; i++) sums[byTask.label[i]!] = 0
    confidence[task] = all > 0 ? Math.max(0, greatest) / all : 0
    start[task + 1] = label.length
  }
  return { top: { start, label: label.values().slice() }, confidence }
}

/** Per worker, the mean over their responses of [the response is among its task's m top labels] / m. */
export function agreementWith({ workers, byTask, byWorker }: Crowd, top: Aggregate['top']): Float64Array {
  const agreed = new Float64Array(workers.length)
  for (let task = 0; task + 1 < byTask.start.length; task++) {
    const from = top.start[task]!
    const to = top.start[task + 1]!
    for (let i = byTask.start[task]!; i < byTask.start[task + 1]!; i++) {
      for (let at = from; at < to; at++) if (top.label[at] === byTask.label[i]) agreed[byTask.worker[i]!]! += 1 / (to - from)
    }
  }
  return agreed.map((sum, who) => {
    const responses = byWorker.start[who + 1]! - byWorker.start[who]!
    return responses === 0 ? 0 : sum / responses
  })
}
