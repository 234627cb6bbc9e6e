import { checkOption } from '../check-option.ts'
import type { Crowd } from '../crowd.ts'

/** Options of {@link labelEntropy}. */
export interface LabelEntropyOptions {
  /** Whose labels are mixed: those given to a `task` (default), or those given by a `worker`. */
  readonly by?: 'task' | 'worker'
  /**
   * In the order of `crowd.workers`, the chance in [0, 1] that each is right. A response then stands for its label with that chance
   * and for all others alike with the rest. Without, it stands for its label alone.
   */
  readonly skills?: ArrayLike<number>
}

/** What {@link labelEntropy} returns. */
export interface LabelEntropy {
  /** Mean of `each`, in nats; null for an empty crowd. */
  readonly mean: number | null
  /** In nats, in the order of `crowd.tasks` (or `crowd.workers`): 0 when one label is given alone, ln K when all K are given alike. */
  readonly each: Float64Array
}

/**
 * Entropy of the labels of each task, or worker,
 *
 *   H = −Σₖ qₖ ln qₖ,   qₖ = mean over its responses of  s_w [y = k] + (1 − s_w) [y ≠ k] / (K − 1),   s_w = 1 unless told.
 *
 * High for a task: contested, or hard. Of a worker it only says how varied the labels are; tasks may well be of one kind, so a low
 * one is no sign of carelessness (see `constantAnswers`). From few responses it is too low: by about (labels given − 1) / 2n.
 *
 * @throws AggregationError `invalid_option`. With a single label all is 0. Row order does not matter.
 *
 * Time O(responses + (tasks or workers) × K) with skills, else O(responses); memory O(tasks or workers + K).
 */
export function labelEntropy(crowd: Crowd, options: LabelEntropyOptions = {}): LabelEntropy {
  const { by = 'task', skills } = options
  checkOption('by', by, "'task' or 'worker'", by === 'task' || by === 'worker')
  checkSkills(crowd, skills)
  const groups = by === 'task' ? crowd.tasks.length : crowd.workers.length
  const { start, label } = by === 'task' ? crowd.byTask : crowd.byWorker
  const workerOf = (group: number, i: number) => (by === 'task' ? crowd.byTask.worker[i]! : group)
  const k = crowd.labels.length
  const share = new Float64Array(k)
  const each = new Float64Array(groups)
  for (let group = 0; group < groups; group++) {
    const [from, to] = [start[group]!, start[group + 1]!]
    const part = 1 / (to - from)
    let spread = 0
    for (let i = from; i < to; i++) {
      const skill = skills === undefined || k < 2 ? 1 : skills[workerOf(group, i)]!
      const beside = k < 2 ? 0 : (1 - skill) / (k - 1)
      share[label[i]!]! += part * (skill - beside)
      spread += part * beside
    }
    let entropy = 0
    for (let i = from; i < to; i++) {
      entropy += surprise(share[label[i]!]! + spread)
      // counted once, and the scratch is clean for the next group; −spread adds nothing when the label comes again
      share[label[i]!] = -spread
    }
    if (spread > 0) entropy += (k - distinct(share, spread)) * surprise(spread)
    for (let i = from; i < to; i++) share[label[i]!] = 0
    each[group] = Math.max(0, entropy)
  }
  return { mean: groups === 0 ? null : each.reduce((sum, one) => sum + one, 0) / groups, each }
}

function surprise(share: number): number {
  return share > 0 ? -share * Math.log(share) : 0
}

function distinct(share: Float64Array, spread: number): number {
  return share.reduce((count, each) => (each === -spread ? count + 1 : count), 0)
}

export function checkSkills({ workers }: Crowd, skills: ArrayLike<number> | undefined): void {
  if (skills === undefined) return
  checkOption('skills', skills.length, `as many as workers (${workers.length})`, skills.length === workers.length)
  for (let who = 0; who < workers.length; who++)
    checkOption('skills', skills[who], 'numbers from 0 to 1', skills[who]! >= 0 && skills[who]! <= 1)
}
