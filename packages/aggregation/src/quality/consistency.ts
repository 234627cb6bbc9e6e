import type { AccuracyOptions } from '../accuracy.ts'
import type { Aggregate } from '../aggregate.ts'
import type { Crowd } from '../crowd.ts'
import { checkSkills } from './label-entropy.ts'
import { rightShares, topReader } from './right-shares.ts'

/** Options of {@link consistency}. */
export interface ConsistencyOptions extends AccuracyOptions {
  /** In the order of `crowd.workers`, the chance in [0, 1] that each is right; how often they agree with the result unless told. */
  readonly skills?: ArrayLike<number>
}

/** What {@link consistency} returns. */
export interface Consistency {
  /** Mean over the tasks that have an answer, in [0, 1]; null when there is none. */
  readonly mean: number | null
  /** In the order of `crowd.tasks`; null without an answer. Of a tie, the mean of its labels. */
  readonly perTask: readonly (number | null)[]
}

/**
 * How probable the answers are if each worker is right with their skill s_w and errs alike to all other labels,
 *
 *   P(k | responses) ∝ Π_w s_w^[y = k] ((1 − s_w) / (K − 1))^[y ≠ k],   consistency = mean over tasks of P(answer),
 *
 * summed as logarithms, so that tasks with thousands of responses have one too. Where responses rule every label out, as two
 * infallible workers who differ, all labels are alike.
 *
 * A measure of how clear the data are under the answers, not of how right they are: skills taken from the result itself flatter it.
 *
 * @throws AggregationError `invalid_option`. Row order does not matter.
 *
 * Time O(responses × labels given to the task), memory O(tasks + workers + labels).
 */
export function consistency(crowd: Crowd, result: Aggregate, options: ConsistencyOptions = {}): Consistency {
  checkSkills(crowd, options.skills)
  const skills = options.skills ?? skillsIn(crowd, result, options.ties)
  const topOf = topReader(result, options.ties)
  const k = crowd.labels.length
  const perTask = crowd.tasks.map((task, t) => {
    const top = topOf(task)
    if (top.length === 0) return null
    const { logs, unseen } = logPosteriors(crowd, t, skills)
    const greatest = Math.max(...logs.values(), k > logs.size ? unseen : -Infinity)
    if (greatest === -Infinity) return 1 / k
    let sum = Math.max(0, k - logs.size) * Math.exp(unseen - greatest)
    for (const log of logs.values()) sum += Math.exp(log - greatest)
    const number = (label: string) => logs.get(label) ?? (crowd.labels.includes(label) ? unseen : -Infinity)
    return top.reduce((mass, label) => mass + Math.exp(number(label) - greatest), 0) / top.length / sum
  })
  const known = perTask.filter((each) => each !== null)
  return { mean: known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0) / known.length, perTask }
}

/** Of each label given to the task, and of any other. */
function logPosteriors({ labels, byTask }: Crowd, task: number, skills: ArrayLike<number>) {
  const logs = new Map<string, number>()
  const [from, to] = [byTask.start[task]!, byTask.start[task + 1]!]
  for (let i = from; i < to; i++) logs.set(labels[byTask.label[i]!]!, 0)
  let unseen = 0
  for (let i = from; i < to; i++) {
    const skill = skills[byTask.worker[i]!]!
    const [right, wrong] = [Math.log(skill), Math.log((1 - skill) / Math.max(1, labels.length - 1))]
    const given = labels[byTask.label[i]!]!
    for (const [label, log] of logs) logs.set(label, log + (label === given ? right : wrong))
    unseen += wrong
  }
  return { logs, unseen }
}

function skillsIn(crowd: Crowd, result: Aggregate, ties: AccuracyOptions['ties']): Float64Array {
  const right = rightShares(crowd, result, ties)
  const [sum, count] = [new Float64Array(crowd.workers.length), new Int32Array(crowd.workers.length)]
  for (let i = 0; i < right.length; i++) {
    if (right[i]! < 0) continue
    sum[crowd.byTask.worker[i]!]! += right[i]!
    count[crowd.byTask.worker[i]!]!++
  }
  return sum.map((each, who) => (count[who] === 0 ? 0.5 : each / count[who]!))
}
