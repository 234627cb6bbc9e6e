import { oneCoinPosterior, type OneCoinModel, type OneCoinPosterior, type WorkerEstimate } from './one-coin.ts'

/** One task as it stands, and what is remembered of the last time it was looked at. */
export interface TaskUpdate {
  /** The label by worker: all responses that count now. */
  readonly responses: ReadonlyMap<string, string>
  /** What this task put into the estimates of its workers last time; empty the first time. */
  readonly credits: ReadonlyMap<string, number>
  /** Of the workers in `responses` and `credits`; absent means no response yet. */
  readonly estimates: ReadonlyMap<string, WorkerEstimate>
  /** Of a gold task: the label that is known to be true. */
  readonly truth?: string | undefined
}

/** What {@link updateOneCoin} returns. */
export interface TaskUpdated {
  readonly posterior: OneCoinPosterior
  /** To be remembered for the next time, in place of the old ones. */
  readonly credits: ReadonlyMap<string, number>
  /** Of every worker who had or now has a part in this task. */
  readonly estimates: ReadonlyMap<string, WorkerEstimate>
}

/**
 * One step of incremental EM: looks again at one task, and corrects what its workers' estimates hold of it.
 *
 *   E:  P(z | y) from the estimates without this task's own part            (see {@link oneCoinPosterior})
 *   M:  correct_w ← correct_w − old credit + P(z = yw | y),   answered_w ← answered_w − [had a credit] + 1
 *
 * No other task is read: the sums over tasks that a full M step would take are kept up to date by the difference (Neal and
 * Hinton). Leaving a task's own part out is a departure from them, on purpose: with few responses per worker a task would
 * otherwise vouch for the workers who then vouch for it. A response that is no longer there (it was rejected) takes its part
 * out again; one that was changed is counted as it is now.
 *
 * A gold task teaches with certainty: the credit is 1 for the true label, else 0, and its posterior is sure.
 *
 * @throws AggregationError as {@link oneCoinPosterior}. Nothing given is changed.
 *
 * Time O(responses of the task), whatever the size of the batch.
 *
 * References: Dawid and Skene, Applied Statistics 28(1), 1979; doi:10.2307/2346806. Neal and Hinton, A View of the EM Algorithm
 * that Justifies Incremental, Sparse, and Other Variants, in: Learning in Graphical Models, 1998; doi:10.1007/978-94-011-5014-9_12.
 */
export function updateOneCoin({ responses, credits, estimates, truth }: TaskUpdate, model: OneCoinModel): TaskUpdated {
  const others = new Map<string, WorkerEstimate>()
  for (const worker of new Set([...responses.keys(), ...credits.keys()])) {
    others.set(worker, without(estimates.get(worker) ?? { correct: 0, answered: 0 }, credits.get(worker)))
  }
  const posterior = truth === undefined ? oneCoinPosterior(responses, others, model) : certain(truth)

  const probability = new Map(posterior.labels.map((each) => [each.label, each.probability]))
  const updated = new Map(others)
  const newCredits = new Map<string, number>()
  for (const [worker, label] of responses) {
    const credit = probability.get(label) ?? 0
    const { correct, answered } = others.get(worker)!
    newCredits.set(worker, credit)
    updated.set(worker, { correct: correct + credit, answered: answered + 1 })
  }
  return { posterior, credits: newCredits, estimates: updated }
}

/** Subtracting what was once added leaves a rounding error, which must not push a sum below zero or above its count. */
function without({ correct, answered }: WorkerEstimate, credit: number | undefined): WorkerEstimate {
  if (credit === undefined) return { correct, answered }
  const left = Math.max(0, answered - 1)
  return { correct: Math.min(left, Math.max(0, correct - credit)), answered: left }
}

function certain(truth: string): OneCoinPosterior {
  return { labels: [{ label: truth, probability: 1 }], unseen: 0, confidence: 1 }
}
