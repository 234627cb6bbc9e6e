import { AggregationError } from '../aggregation-error.ts'
import type { Crowd } from '../crowd.ts'
import { topOfPosteriors } from '../top-of-posteriors.ts'
import { ebcc } from './ebcc.ts'
import { addForesight, compare, foldsOf, noForesight, withoutFold, type Difference, type Foresight, type Predict } from './held-out.ts'
import { hierarchicalDawidSkene } from './hierarchical-dawid-skene.ts'
import { oneCoinDawidSkene } from './one-coin-dawid-skene.ts'
import { sampledDawidSkene, type SampledDawidSkene } from './sampled-dawid-skene.ts'
import { startingPosteriors, type StartOptions } from './starting-posteriors.ts'

/** From the simplest on. */
export type Candidate = 'majority-vote' | 'one-coin-dawid-skene' | 'hierarchical-dawid-skene' | 'sampled-dawid-skene' | 'ebcc'

export interface Compared {
  readonly method: Candidate
  /** Mean ln P of the held-out responses, in nats. */
  readonly foresight: number
  /** Share of the held-out responses that are the method's answer. */
  readonly agreement: number
  /** The same less those of the method it would replace; null for the first. */
  readonly foresightGain: Difference | null
  readonly agreementGain: Difference | null
}

/** One that is beside another. */
export interface Challenger extends Compared {
  readonly foresightGain: Difference
  readonly agreementGain: Difference
}

interface Settings extends StartOptions {
  readonly folds: number
  readonly seed: number
  /** See `foldsOf`. */
  readonly numbers: () => Int32Array
}

/** So many held-out responses tell methods apart; further parts are then not run. */
const enough = 20_000
/** With fewer, all responses are held out again, cut in other ways. */
const cutsMost = 3

/** Both methods on the same held-out responses, the second beside the first; null when a table would be too large. */
export function compareCandidates(crowd: Crowd, settings: Settings, pair: readonly [Candidate, Candidate]) {
  const foresights = [noForesight(crowd.size), noForesight(crowd.size)] as const
  let heldOut = 0
  try {
    for (let part = 0; part < cutsMost * settings.folds && heldOut < enough; part++) {
      const left = part % settings.folds
      const fold = foldsOf(crowd, settings.folds, settings.seed + Math.floor(part / settings.folds), settings.numbers)
      const rest = withoutFold(crowd, fold, left)
      for (const [n, candidate] of pair.entries()) {
        const { top, predict } = learn(rest, candidate, settings)
        addForesight(foresights[n]!, { crowd, fold, left }, top, predict)
      }
      heldOut += crowd.size - rest.size
    }
  } catch (error) {
    if (error instanceof AggregationError && error.refusal.kind === 'too_large') return null
    throw error
  }
  const [one, two] = foresights
  const compared: readonly [Compared, Challenger] = [
    { method: pair[0], ...meansOf(one), foresightGain: null, agreementGain: null },
    {
      method: pair[1],
      ...meansOf(two),
      foresightGain: compare(two.logs, one.logs, two.times),
      agreementGain: compare(two.agreed, one.agreed, two.times),
    },
  ]
  return { heldOut, compared }
}

function meansOf({ logs, agreed, times }: Foresight) {
  const none = new Float64Array(times.length)
  return { foresight: compare(logs, none, times).difference, agreement: compare(agreed, none, times).difference }
}

interface Learned {
  readonly top: { readonly start: Int32Array; readonly label: Int32Array }
  readonly predict: Predict
}

function learn(crowd: Crowd, candidate: Candidate, { gold, maxCells, seed }: Settings): Learned {
  switch (candidate) {
    case 'majority-vote':
      return learnVotes(crowd, { gold, maxCells })
    case 'one-coin-dawid-skene':
      return learnCoins(crowd, { gold, maxCells })
    case 'hierarchical-dawid-skene':
      return learnCells(hierarchicalDawidSkene(crowd, { gold, maxCells, classPrior: 'votes', tolerance: 1e-5, maxIterations: 100 }))
    case 'sampled-dawid-skene':
      return learnCells(sampledDawidSkene(crowd, { gold, maxCells, classPrior: 'votes', seed, draws: 60 }))
    case 'ebcc':
      return learnSubtypes(crowd, { gold, maxCells }, seed)
    default:
      throw new AggregationError({ kind: 'invalid_option', option: 'method', expected: 'a candidate', received: candidate satisfies never })
  }
}

function learnVotes(crowd: Crowd, options: StartOptions): Learned {
  const { labels, posteriors } = startingPosteriors(crowd, options)
  const { start, label } = crowd.byTask
  const k = labels.length
  const frequency = new Float64Array(k).fill(1 / (crowd.size + k))
  for (const each of label) frequency[each]! += 1 / (crowd.size + k)
  return {
    top: topOfPosteriors(posteriors, crowd.tasks.length, k).top,
    predict: (task, _, given) => {
      const votes = start[task + 1]! - start[task]!
      const share = votes === 0 ? 0 : posteriors[task * k + given]!
      return (votes * share + frequency[given]!) / (votes + 1)
    },
  }
}

function learnCoins(crowd: Crowd, options: StartOptions): Learned {
  const { top, labels, posteriors, skills } = oneCoinDawidSkene(crowd, { ...options, classPrior: 'votes', prior: { right: 3, wrong: 1 } })
  const k = labels.length
  return {
    top,
    predict: (task, who, given) => {
      const share = posteriors[task * k + given]!
      return share * skills[who]! + ((1 - share) * (1 - skills[who]!)) / (k - 1)
    },
  }
}

/** Of a class, or of a class and subtype: Σ over cells of P(cell | task) P(label | worker, cell). */
function learnCells(result: ReturnType<typeof hierarchicalDawidSkene> | SampledDawidSkene | ReturnType<typeof ebcc>): Learned {
  const { top, labels, confusion } = result
  const k = labels.length
  const shares = result.method === 'ebcc' ? result.responsibilities : result.posteriors
  const cells = result.method === 'ebcc' ? k * result.subtypes : k
  return {
    top,
    predict: (task, who, given) => {
      let probability = 0
      for (let cell = 0; cell < cells; cell++) probability += shares[task * cells + cell]! * confusion[(who * cells + cell) * k + given]!
      return probability
    },
  }
}

/** The mean of three runs, as `ebcc` itself; a little less exact, for time. */
function learnSubtypes(crowd: Crowd, start: StartOptions, seed: number): Learned {
  const runs = [0, 1, 2].map((each) =>
    ebcc(crowd, { ...start, classPrior: 'votes', seed: seed + each, runs: 1, tolerance: 1e-4, maxIterations: 60 }),
  )
  const { tasks, labels } = runs[0]!
  const mean = runs[0]!.posteriors.map((_, at) => runs.reduce((sum, { posteriors }) => sum + posteriors[at]!, 0) / runs.length)
  const each = runs.map((run) => learnCells(run).predict)
  return {
    top: topOfPosteriors(mean, tasks.length, labels.length).top,
    predict: (task, who, given) => each.reduce((sum, predict) => sum + predict(task, who, given), 0) / each.length,
  }
}
