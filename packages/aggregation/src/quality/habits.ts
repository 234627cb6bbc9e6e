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

/** Of the least number that is not 0. */
const leastLog = Math.log(Number.MIN_VALUE)

/** Time of the model, then O(responses to the task × K) per belief, and O(K) per belief of the same task again; memory 8 K² workers bytes. */
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
  // Of all responses to the task asked about last: what some of them told is then taken away again.
  const all = new Float64Array(k)
  let whole = -1
  // Each worker's last response to it, and before each response the worker's own one before; -1 where there is none.
  const [latest, before] = [new Int32Array(crowd.workers.length).fill(-1), new Int32Array(crowd.size)]
  const tell = (sum: Float64Array, i: number, sign: number) => {
    for (let truth = 0; truth < k; truth++) {
      // Never without end, so that what was added can be taken away.
      sum[truth]! += sign * Math.max(leastLog, logs[(byTask.worker[i]! * k + truth) * k + byTask.label[i]!]!)
    }
  }
  const beliefWithout = (task: number, left: readonly number[]) => {
    const [from, to] = [byTask.start[task]!, byTask.start[task + 1]!]
    if (task !== whole) {
      all.set(logPriors)
      if (whole !== -1) for (let i = byTask.start[whole]!; i < byTask.start[whole + 1]!; i++) latest[byTask.worker[i]!] = -1
      for (let i = from; i < to; i++) {
        before[i] = latest[byTask.worker[i]!]!
        latest[byTask.worker[i]!] = i
        tell(all, i, 1)
      }
      whole = task
    }
    belief.set(all)
    let others = to - from
    for (const who of left) {
      for (let i = latest[who]!; i !== -1; i = before[i]!) {
        others--
        tell(belief, i, -1)
      }
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
