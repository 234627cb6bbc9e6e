import type { Crowd } from '../crowd.ts'
import { normalise, type Start } from './starting-posteriors.ts'

/** Everything that the steps of `glad` read and write. */
export interface Glass extends Start {
  readonly crowd: Crowd
  /** α per worker, and minus the second derivative of Q there. */
  readonly ability: Float64Array
  readonly curvature: Float64Array
  /** b = ln β per task. */
  readonly ease: Float64Array
}

const halvings = 20
/** β is kept within e±20: farther out σ is 0 or 1 to the last bit for any ability that is not 0. */
const easeMost = 20

/** ln σ(x), without overflow. */
function logSigmoid(x: number): number {
  return x >= 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x))
}

function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))
}

/** E step; returns the log-likelihood. */
export function gladExpectation({ crowd, labels, gold, posteriors, ability, ease }: Glass): number {
  const { start, worker, label } = crowd.byTask
  const k = labels.length
  const spread = Math.log(Math.max(1, k - 1))
  const prior = -Math.log(k)
  let logLikelihood = 0
  for (let task = 0; task < gold.length; task++) {
    const row = task * k
    const held = gold[task]!
    const beta = Math.exp(ease[task]!)
    let wrong = 0
    let right = 0
    if (held === -1) posteriors.fill(prior, row, row + k)
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      const x = ability[worker[i]!]! * beta
      // ln σ(x) − ln σ(−x) is x itself
      wrong += logSigmoid(-x) - spread
      if (held === -1) posteriors[row + label[i]!]! += x + spread
      else if (label[i] === held) right += x + spread
    }
    logLikelihood += wrong + (held === -1 ? normalise(posteriors, row, k) : prior + right)
  }
  return logLikelihood
}

/** Log density of the parameters under N(1, 1), without constants. */
export function priorDensity({ ability, ease }: Glass): number {
  let sum = 0
  for (const each of ability) sum -= (each - 1) ** 2 / 2
  for (const each of ease) sum -= (each - 1) ** 2 / 2
  return sum
}

/** Q is concave in each α, so that Newton's step points up. */
export function abilityStep(model: Glass): void {
  const { crowd, labels, posteriors, ability, curvature, ease } = model
  const { start, task, label } = crowd.byWorker
  const k = labels.length
  const beta = ease.map(Math.exp)
  for (let who = 0; who < ability.length; who++) {
    const at = ability[who]!
    const from = start[who]!
    const to = start[who + 1]!
    const q = (alpha: number) => {
      let sum = -((alpha - 1) ** 2) / 2
      for (let i = from; i < to; i++) {
        const x = alpha * beta[task[i]!]!
        sum += logSigmoid(-x) + posteriors[task[i]! * k + label[i]!]! * x
      }
      return sum
    }
    let slope = 1 - at
    let bend = 1
    let before = -((at - 1) ** 2) / 2
    for (let i = from; i < to; i++) {
      const x = at * beta[task[i]!]!
      const share = posteriors[task[i]! * k + label[i]!]!
      const p = sigmoid(x)
      before += logSigmoid(-x) + share * x
      slope += (share - p) * beta[task[i]!]!
      bend += p * (1 - p) * beta[task[i]!]! ** 2
    }
    curvature[who] = bend
    ability[who] = climb(at, slope / bend, before, q)
  }
}

/** Not concave in b: where the curvature has the wrong sign, a step along the slope is taken. */
export function easeStep(model: Glass): void {
  const { crowd, labels, posteriors, ability, ease } = model
  const { start, worker, label } = crowd.byTask
  const k = labels.length
  for (let task = 0; task < ease.length; task++) {
    const at = ease[task]!
    const from = start[task]!
    const to = start[task + 1]!
    const row = task * k
    const q = (b: number) => {
      if (Math.abs(b) > easeMost) return -Infinity
      const beta = Math.exp(b)
      let sum = -((b - 1) ** 2) / 2
      for (let i = from; i < to; i++) {
        const x = ability[worker[i]!]! * beta
        sum += logSigmoid(-x) + posteriors[row + label[i]!]! * x
      }
      return sum
    }
    const beta = Math.exp(at)
    let slope = 1 - at
    let bend = 1
    let before = -((at - 1) ** 2) / 2
    for (let i = from; i < to; i++) {
      const x = ability[worker[i]!]! * beta
      const share = posteriors[row + label[i]!]!
      const p = sigmoid(x)
      before += logSigmoid(-x) + share * x
      slope += (share - p) * x
      bend += p * (1 - p) * x * x - (share - p) * x
    }
    ease[task] = climb(at, slope / Math.max(1, bend), before, q)
  }
}

/** From `at` by `step`, halved until q does not fall; `at` itself if no half does. */
function climb(at: number, step: number, before: number, q: (x: number) => number): number {
  for (let half = 0, by = step; half < halvings; half++, by /= 2) if (q(at + by) >= before) return at + by
  return at
}
