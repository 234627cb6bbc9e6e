import { AggregationError } from './aggregation-error.ts'

/** What is known of a worker so far: of `answered` responses, `correct` are expected to be right. Both in responses. */
export interface WorkerEstimate {
  readonly correct: number
  readonly answered: number
}

/** What {@link oneCoinPosterior} takes as known of everybody. */
export interface OneCoinModel {
  /** K: how many labels a task may have, given or not. A whole number from 2. */
  readonly classes: number
  /**
   * What is assumed of a worker before any response, as responses that were never made: the Beta prior
   * Beta(correct, answered − correct). 7.5 of 10 unless told.
   */
  readonly prior?: WorkerEstimate
  /** P(truth k), as weights above 0 for all K labels. All labels are alike unless told. */
  readonly classPrior?: ReadonlyMap<string, number>
}

/** What {@link oneCoinPosterior} returns. */
export interface OneCoinPosterior {
  /** Likeliest first, then in code-unit order: every label that was given (with `classPrior`, every label). */
  readonly labels: readonly { readonly label: string; readonly probability: number }[]
  /** The probability that the truth is none of `labels`. They and it sum to 1. */
  readonly unseen: number
  /** Of the single likeliest label, in [1 / K, 1]. */
  readonly confidence: number
}

/** Of a worker who has shown nothing yet. */
export const DEFAULT_PRIOR: WorkerEstimate = { correct: 7.5, answered: 10 }

/**
 * How likely each label is to be the truth of one task, in Dawid and Skene's model with one coin per worker: a worker is
 * right with probability pw whatever the truth, and when wrong gives each of the K − 1 other labels alike,
 *
 *   P(yw = k | z = k) = pw,   P(yw = l | z = k) = (1 − pw) / (K − 1).
 *
 *   E:  P(z = k | y) ∝ πk Π_{w: yw = k} pw Π_{w: yw ≠ k} (1 − pw) / (K − 1)          (summed as logarithms)
 *   pw = (correct_w + a) / (answered_w + a + b), never below 1 / K
 *
 * where Beta(a, b) is the prior. A worker is never held to be worse than chance: turned round, a response would count
 * against the label it gives, and a few unlucky responses would be enough for that.
 *
 * Assumes independent errors and a single truth. Workers who copy one another, or tasks that mislead everybody alike, make it
 * too sure. It says nothing of how well a person works: it is a weight inside one batch.
 *
 * @param responses the label by worker; so one per worker.
 * @param estimates by worker; without the part that these very responses have in it (see {@link updateOneCoin}), or they
 *   would confirm themselves. An absent worker has the prior only.
 * @returns see {@link OneCoinPosterior}; without responses, the class prior. Never NaN. The order of `responses` does not matter.
 * @throws AggregationError `invalid_option` when the model or an estimate makes no sense, or there are more labels than classes.
 *
 * Time O(responses + labels log labels).
 *
 * Reference: Dawid and Skene, Applied Statistics 28(1), 1979; doi:10.2307/2346806.
 */
export function oneCoinPosterior(
  responses: ReadonlyMap<string, string>,
  estimates: ReadonlyMap<string, WorkerEstimate>,
  model: OneCoinModel,
): OneCoinPosterior {
  const { classes, classPrior } = checkModel(model)
  // Every label first scores as if nobody had given it; each response then moves its own label from wrong to right.
  let allWrong = 0
  const scores = new Map<string, number>()
  for (const label of classPrior?.keys() ?? []) scores.set(label, 0)
  for (const [worker, label] of responses) {
    const right = accuracyOf(estimates.get(worker), model)
    const wrong = (1 - right) / (classes - 1)
    allWrong += Math.log(wrong)
    scores.set(label, (scores.get(label) ?? 0) + Math.log(right) - Math.log(wrong))
  }
  check('classes', scores.size <= classes, `at least the ${scores.size} labels in use`, classes)

  const others = classes - scores.size
  const logs = Array.from(scores, ([label, score]) => ({ label, log: Math.log(classPrior?.get(label) ?? 1) + score + allWrong }))
  const greatest = Math.max(allWrong, ...logs.map(({ log }) => log))
  const weights = logs.map(({ label, log }) => ({ label, weight: Math.exp(log - greatest) }))
  const otherWeight = others * Math.exp(allWrong - greatest)
  const sum = weights.reduce((total, { weight }) => total + weight, otherWeight)

  const labels = weights.map(({ label, weight }) => ({ label, probability: weight / sum })).toSorted(likeliestFirst)
  const unseen = otherWeight / sum
  return { labels, unseen, confidence: Math.max(labels[0]?.probability ?? 0, others === 0 ? 0 : unseen / others) }
}

/** The expected accuracy of a worker, in [1 / K, 1). */
function accuracyOf(estimate: WorkerEstimate | undefined, { classes, prior = DEFAULT_PRIOR }: OneCoinModel): number {
  const { correct, answered } = estimate ?? { correct: 0, answered: 0 }
  check(
    'estimates',
    correct >= 0 && correct <= answered && Number.isFinite(answered),
    '0 ≤ correct ≤ answered',
    `${correct} of ${answered}`,
  )
  return Math.max(1 / classes, (correct + prior.correct) / (answered + prior.answered))
}

function checkModel(model: OneCoinModel): OneCoinModel {
  const { classes, prior = DEFAULT_PRIOR, classPrior } = model
  check('classes', Number.isSafeInteger(classes) && classes >= 2, 'a whole number from 2', classes)
  const { correct, answered } = prior
  const isPrior = correct > 0 && correct < answered && Number.isFinite(answered)
  check('prior', isPrior, '0 < correct < answered', `${correct} of ${answered}`)
  if (classPrior === undefined) return model

  check('classPrior', classPrior.size === classes, `of ${classes} labels`, classPrior.size)
  for (const [label, weight] of classPrior) {
    check('classPrior', weight > 0 && Number.isFinite(weight), 'weights above 0', `${weight} for ${label}`)
  }
  return model
}

function likeliestFirst(a: { label: string; probability: number }, b: { label: string; probability: number }): number {
  return b.probability - a.probability || (a.label < b.label ? -1 : 1)
}

function check(option: string, valid: boolean, expected: string, received: string | number): void {
  if (!valid) throw new AggregationError({ kind: 'invalid_option', option, expected, received: String(received) })
}
