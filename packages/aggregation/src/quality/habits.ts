import { hierarchicalDawidSkene } from '../categorical/hierarchical-dawid-skene.ts'
import type { Crowd } from '../crowd.ts'

/** What a crowd shows of how its workers label, by `hierarchicalDawidSkene`; and what is believed of a task without some of them. */
export interface Habits {
  /** P(w says l | truth k): `habit[(w * K + k) * K + l]`. */
  readonly habit: Float64Array
  /** Of all workers together: `common[k * K + l]`. */
  readonly common: Float64Array
  readonly classes: number
  /**
   * Per label, the probability that it is the task's, by the responses of workers that are not left out. Null when there are none.
   * The same array each time.
   */
  beliefWithout(task: number, left: readonly number[]): Float64Array | null
}

/** Time of the model, then O(responses to the task × K) per belief; memory 8 K² workers bytes. */
export function habitsOf(crowd: Crowd, maxCells?: number): Habits {
  const model = hierarchicalDawidSkene(crowd, { maxCells })
  const k = model.labels.length
  const { byTask, tasks } = crowd
  const common = new Float64Array(k * k)
  for (let task = 0; task < tasks.length; task++) {
    for (let i = byTask.start[task]!; i < byTask.start[task + 1]!; i++) {
      for (let truth = 0; truth < k; truth++) common[truth * k + byTask.label[i]!]! += model.posteriors[task * k + truth]!
    }
  }
  for (let row = 0; row < k; row++) toShares(common, row * k, k)

  const logs = model.confusion.map(Math.log)
  const logPriors = model.priors.map(Math.log)
  const belief = new Float64Array(k)
  const beliefWithout = (task: number, left: readonly number[]) => {
    belief.set(logPriors)
    let others = 0
    for (let i = byTask.start[task]!; i < byTask.start[task + 1]!; i++) {
      const who = byTask.worker[i]!
      if (left.includes(who)) continue
      others++
      for (let truth = 0; truth < k; truth++) belief[truth]! += logs[(who * k + truth) * k + byTask.label[i]!]!
    }
    if (others === 0) return null
    const greatest = belief.reduce((most, each) => Math.max(most, each), -Infinity)
    for (let truth = 0; truth < k; truth++) belief[truth] = Math.exp(belief[truth]! - greatest)
    toShares(belief, 0, k)
    return belief
  }
  return { habit: model.confusion, common, classes: k, beliefWithout }
}

/** A row without anything is uniform. */
function toShares(table: Float64Array, from: number, size: number): void {
  let sum = 0
  for (let n = from; n < from + size; n++) sum += table[n]!
  for (let n = from; n < from + size; n++) table[n] = sum > 0 ? table[n]! / sum : 1 / size
}
