import type { Intervals } from '../intervals.ts'
import type { Mixture } from './confusion-mixture.ts'
import { likeliestCells, varianceOfLogs } from './mixture-result.ts'
import { normalise } from './starting-posteriors.ts'
import { intervalsOfCounts, missingShares, poolOf, type WorkerCounts } from './worker-intervals.ts'

/**
 * How often each worker is right, judged by the others: a response must not vouch for itself, and with K² rates per worker it would.
 * With qᵢ the probability that response i is right given all other responses to its task, one coin per worker,
 *
 *   P(i) = aw qᵢ + (1 − aw) (1 − qᵢ) / (K − 1),   rᵢ = aw qᵢ / P(i),   aw = (α + Σ rᵢ) / (α + β + nw),   Beta(α, β) learnt from all,
 *
 * until aw stands still. Its variance on the scale of log odds is
 *
 *   V = 1/I + D/I²,   I = (α + β + nw) aw (1 − aw) (1 − fw),   D = Σ (rᵢ (1 − rᵢ))² vᵢ
 *
 * where fw is the share of information that is missing because truths are not known (see `pooledAccuracy`), and D what comes on top
 * because the others' rates, which qᵢ takes as known, are not: vᵢ sums ψ′(β + n) − ψ′(Σ (β + n)) over the others' rates for the two
 * likeliest cells of the task, each divided by 1 − f of its worker.
 *
 * Time O(responses × cells + iterations × responses), memory 16 bytes per response.
 */
export function crossedAccuracy(model: Mixture): Intervals {
  const { crowd, labels } = model
  const share = new Float64Array(crowd.size)
  const spread = new Float64Array(crowd.size)
  judgeByOthers(model, share, null, spread)
  const counts = tossCoins(model, share, labels.length)
  judgeByOthers(model, share, missingShares(counts), spread)
  const { worker } = crowd.byTask
  const fromOthers = new Float64Array(crowd.workers.length)
  for (let i = 0; i < share.length; i++) {
    const right = rightness(share[i]!, counts.accuracy[worker[i]!]!, labels.length)
    fromOthers[worker[i]!]! += (right * (1 - right)) ** 2 * spread[i]!
  }
  return intervalsOfCounts(counts, fromOthers)
}

/** Writes qᵢ, and vᵢ once the shares of missing information are known. */
function judgeByOthers(model: Mixture, share: Float64Array, missing: Float64Array | null, spread: Float64Array): void {
  const { crowd, labels, gold, subtypes, logRates, logMass, runs } = model
  const { start, worker, label } = crowd.byTask
  const cells = logMass.length
  const variances = missing === null ? null : varianceOfLogs(model)
  const all = new Float64Array(cells)
  const others = new Float64Array(cells)
  for (let task = 0; task < gold.length; task++) {
    const [from, to] = [start[task]!, start[task + 1]!]
    if (gold[task] !== -1) {
      for (let i = from; i < to; i++) share[i] = label[i] === gold[task] ? 1 : 0
      continue
    }
    all.set(logMass)
    for (let i = from; i < to; i++) for (let cell = 0; cell < cells; cell++) all[cell]! += logRates[runs[i]! + cell]!
    for (let i = from; i < to; i++) {
      for (let cell = 0; cell < cells; cell++) others[cell] = all[cell]! - logRates[runs[i]! + cell]!
      normalise(others, 0, cells)
      let own = 0
      for (let cell = label[i]! * subtypes; cell < (label[i]! + 1) * subtypes; cell++) own += others[cell]!
      share[i] = Math.min(1, own)
      // of a single label there is nothing to be unsure of
      if (variances === null || missing === null || labels.length === 1) continue
      const [first, second] = likeliestCells(others, 0, cells, subtypes)
      spread[i] = 0
      for (let j = from; j < to; j++) {
        if (j === i) continue
        spread[i]! += (variances[runs[j]! + first]! + variances[runs[j]! + second]!) / (1 - missing[worker[j]!]!)
      }
    }
  }
}

const roundsMost = 100

/** Each worker's one coin, and what is counted of it. */
function tossCoins({ crowd }: Mixture, share: Float64Array, k: number): WorkerCounts & { readonly accuracy: Float64Array } {
  const { worker } = crowd.byTask
  const each = () => new Float64Array(crowd.workers.length)
  const counts = { right: each(), unsure: each(), responses: each() }
  const accuracy = each().fill(0.75)
  for (const who of worker) counts.responses[who]!++
  let pool = poolOf(counts.right, counts.responses)
  let moved = Infinity
  for (let round = 0; round < roundsMost && moved > 1e-7; round++) {
    counts.right.fill(0)
    counts.unsure.fill(0)
    for (let i = 0; i < share.length; i++) {
      const right = rightness(share[i]!, accuracy[worker[i]!]!, k)
      counts.right[worker[i]!]! += right
      counts.unsure[worker[i]!]! += right * (1 - right)
    }
    pool = poolOf(counts.right, counts.responses)
    moved = 0
    for (let who = 0; who < accuracy.length; who++) {
      const next = (counts.right[who]! + pool.alpha) / (counts.responses[who]! + pool.alpha + pool.beta)
      moved = Math.max(moved, Math.abs(next - accuracy[who]!))
      accuracy[who] = next
    }
  }
  return { ...counts, accuracy, pool }
}

/** The probability that a response is right, by the others and by who gave it; with a single label it cannot be wrong. */
function rightness(share: number, accuracy: number, k: number): number {
  const right = accuracy * share
  const wrong = ((1 - accuracy) * (1 - share)) / Math.max(1, k - 1)
  return right + wrong === 0 ? 0 : right / (right + wrong)
}
