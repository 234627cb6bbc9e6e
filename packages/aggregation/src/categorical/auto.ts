import type { Aggregate } from '../aggregate.ts'
import { AggregationError } from '../aggregation-error.ts'
import type { Crowd } from '../crowd.ts'
import { majorityVote, type MajorityVote } from '../majority-vote.ts'
import { compareCandidates, type Candidate, type Compared } from './auto-candidates.ts'
import { checkOption, checkSeed } from '../check-option.ts'
import { ebcc, type Ebcc } from './ebcc.ts'
import { goldMajorityVote, type GoldMajorityVote } from './gold-majority-vote.ts'
import { workerNumbers, type Difference } from './held-out.ts'
import { hierarchicalDawidSkene, type HierarchicalDawidSkene } from './hierarchical-dawid-skene.ts'
import { poolWithVotes } from './pool-with-votes.ts'
import { oneCoinDawidSkene, type OneCoinDawidSkene } from './one-coin-dawid-skene.ts'
import { sampledDawidSkene, type SampledDawidSkene } from './sampled-dawid-skene.ts'
import { whenAsked } from '../when-asked.ts'

/** Options of {@link auto}. */
export interface AutoOptions {
  /** True labels known beforehand, by task id. */
  readonly gold?: ReadonlyMap<string, string> | undefined
  /** Parts into which responses are cut, each held out once; 4 unless told. */
  readonly folds?: number
  /** Chooses the parts, where `ebcc` begins and what `sampledDawidSkene` draws; 0 unless told. */
  readonly seed?: number
  /** Largest table to allocate, in numbers of 8 bytes; 2²⁶ unless told. */
  readonly maxCells?: number
  /** Made before, from nearly the same responses: it stands, and nothing is held out anew, which is what takes time. */
  readonly choice?: AutoChoice
}

/** Which method was taken, why, and how all of them did. */
export interface AutoChoice {
  readonly method: Candidate
  /** Why, in a sentence in English with the figures; `compared` has them as numbers. */
  readonly reason: string
  /** Held-out responses that each method had to foresee. */
  readonly heldOut: number
  /** From the simplest method on; a method that was not tried is absent. */
  readonly compared: readonly Compared[]
}

/** What {@link auto} returns. */
export interface Auto extends Aggregate {
  readonly method: 'auto'
  /** What the chosen method gives for all responses: posteriors, workers, and so on. Its own answers are those before others, and the votes, are pooled in. */
  readonly result: MajorityVote | GoldMajorityVote | OneCoinDawidSkene | HierarchicalDawidSkene | SampledDawidSkene | Ebcc
  readonly choice: AutoChoice
}

/** Differences of at least so many standard errors count. */
const standardErrors = 2
/** And so many, where the answers of a model with ten times the parameters are to replace those of a simpler one. */
const clear = 3
/** What is not more than this is rounding. */
const rounding = 1e-9
/** And so many more of the responses must agree: in a large crowd any difference is clear, also one that nobody would notice. */
const noticeable = 0.002
/** With fewer responses per rate that is to be learnt, rates are too unsure to be taken for known. */
const responsesPerRate = 10
/** With more of these, or of numbers to be looked at in each draw, drawing takes seconds. */
const [sampledMost, looksMost] = [20_000, 500_000]
/** Matrices with more cells per response than this would be all prior. */
const cellsMost = 100

/**
 * Chooses a method by what it foresees. A quarter of the responses at a time is held out, each method learns from the others, and
 * is then asked for each held-out response (its task and worker being known) how likely it was; small crowds are cut in three ways.
 * Two figures, for all methods alike:
 *
 *   foresight  (1/n) Σ ln P(response | the others)        agreement  (1/n) Σ [the response is the method's answer]
 *
 * For majority vote P = (votes for the label + its frequency) / (votes + 1). It begins with majority vote and goes on
 *
 * 1. to `hierarchicalDawidSkene`, if its foresight is better by two standard errors (of the paired differences). Where a matrix per
 *    worker would be too large, or have more than a hundred cells per response: to `oneCoinDawidSkene`, if one of foresight and agreement is
 *    better (by two, and three) and the other not worse by two.
 * 2. from there to `ebcc`, if its foresight is not worse by two standard errors and its agreement is better by three, and by one response
 *    in five hundred: in a large crowd a difference that nobody would notice is clear as well.
 * 3. from `hierarchicalDawidSkene`, where it stays, to `sampledDawidSkene` beside it, where there are fewer than ten responses per rate
 *    (workers × K (K − 1)), and at most 20,000; and from majority vote, where it would stay, if the foresight of `sampledDawidSkene` is better by
 *    two standard errors (and workers have two responses each on average, or more). The one takes what it has learnt of workers for known; so few
 *    teach a rate hardly better than a guess (ten per parameter is the rule of Peduzzi et al., Journal of Clinical Epidemiology 49(12), 1996,
 *    doi:10.1016/S0895-4356(96)00236-3), and the other draws them.
 *    They fail on different crowds, and so few show no difference in foresight: the answers are the mean of both.
 *
 * With two or three responses per task, a method with a matrix per worker foresees responses well, and yet calls too many tasks by the
 * commonest label: how common a class is, it learns from its own answers, and with so little else to go by the commonest gains with each
 * iteration. Held-out responses do not show it, for they too are mostly of that label. Votes do not know workers, and cannot run away. Hence
 * votes count as much as the methods in both: in how common classes are (`classPrior: 'votes'`, also while responses are held out), and, but for
 * `oneCoinDawidSkene`, in the answers (see `poolWithVotes`).
 *
 * Foresight alone does not tell which of two classes people mean: errors that many share make a class of their own, which foresees
 * responses as well as the true one. Hence the second figure. With few responses nothing differs by two standard errors, and majority
 * vote stays.
 *
 * Do not use it for a stream of results that must stay comparable: name a method. It cannot see a truth that nearly everybody misses.
 *
 * @returns the answers of the chosen method, and why. No responses or a single label: majority vote. Ties are reported. A gold label that
 *   no worker gave is the answer only where a method with posteriors is chosen (see `goldMajorityVote`). What strangers answer elsewhere may
 *   change the choice, and so any answer.
 * @throws AggregationError `invalid_option`. Parts are drawn from who answered what: the same responses and seed, the same choice,
 *   whatever the order of rows and the names. Tables above `maxCells` leave a method out.
 *
 * Time: some dozen times that of `hierarchicalDawidSkene` and `ebcc`; once or twice from 80,000 responses on.
 *
 * Reference: Stone, Cross-validatory choice, Journal of the Royal Statistical Society B 36(2), 1974;
 * doi:10.1111/j.2517-6161.1974.tb00994.x.
 */
export function auto(crowd: Crowd, options: AutoOptions = {}): Auto {
  const { gold, folds = 4, seed = 0, maxCells } = options
  checkOption('folds', folds, 'a whole number from 2 to 100', Number.isInteger(folds) && folds >= 2 && folds <= 100)
  checkSeed(seed)

  const choice = options.choice ?? choose(crowd, { gold, folds, seed, maxCells, numbers: whenAsked(() => workerNumbers(crowd)) })
  const result = run(crowd, choice.method, { gold, seed, maxCells })
  const beside = result.method === 'sampled-dawid-skene' ? [hierarchicalDawidSkene(crowd, { gold, maxCells, classPrior: 'votes' })] : []
  const { top, confidence } = 'confusion' in result ? poolWithVotes(crowd, [result, ...beside], gold) : result
  return { method: 'auto', tasks: result.tasks, labels: result.labels, top, confidence, result, choice }
}

interface Settings {
  readonly gold: ReadonlyMap<string, string> | undefined
  readonly seed: number
  readonly maxCells: number | undefined
}

interface Comparing extends Settings {
  readonly folds: number
  readonly numbers: () => Int32Array
}

function choose(crowd: Crowd, settings: Comparing): AutoChoice {
  const kept = (reason: string): AutoChoice => ({ method: 'majority-vote', reason, heldOut: 0, compared: [] })
  if (crowd.size === 0) return kept('There are no responses.')
  if (crowd.labels.length < 2) return kept('All responses have the same label.')

  const cells = crowd.workers.length * crowd.labels.length ** 2
  if (cells > cellsMost * crowd.size) return chooseAmongMany(crowd, settings)
  const base = compareCandidates(crowd, settings, ['majority-vote', 'hierarchical-dawid-skene'])
  if (base === null) return chooseAmongMany(crowd, settings)
  const [votes, matrices] = base.compared
  const gain = matrices.foresightGain
  if (!isBetter(gain, standardErrors)) {
    const reason = `Knowing who answered does not foresee held-out responses better: ${written(gain)} nats per response.`
    const plain: AutoChoice = { method: 'majority-vote', reason, heldOut: base.heldOut, compared: [votes, matrices] }
    // of workers with one response each, no method foresees another
    return mayDraw(crowd) && crowd.size >= 2 * workersIn(crowd) ? drawnInstead(crowd, settings, plain) : plain
  }
  const better = `Knowing who mixes up what foresees held-out responses better: ${written(gain)} nats per response`
  const both = compareCandidates(crowd, settings, ['hierarchical-dawid-skene', 'ebcc'])
  if (both === null) {
    const reason = `${better}. Shared errors were not tried: the tables would be too large.`
    return { method: 'hierarchical-dawid-skene', reason, heldOut: base.heldOut, compared: base.compared }
  }
  const [, shared] = both.compared
  const compared = [...base.compared, shared]
  const { foresightGain: foresight, agreementGain: agreement } = shared
  const stands = !isWorse(foresight) && isBetter(agreement, clear) && agreement.difference > noticeable
  const figures = `${written(foresight)} nats, and ${written(agreement)} more agreement`
  if (stands) {
    const reason = `${better}; with errors that workers share, held-out responses are foreseen as well and agree more: ${figures}.`
    return { method: 'ebcc', reason, heldOut: base.heldOut, compared }
  }
  const reason = `${better}. Shared errors do not do better on both counts: ${figures}.`
  if (!mayDraw(crowd)) return { method: 'hierarchical-dawid-skene', reason, heldOut: base.heldOut, compared }
  return { method: 'sampled-dawid-skene', reason: `${reason} ${drawnBeside(crowd)}`, heldOut: base.heldOut, compared }
}

function workersIn({ workers, byWorker: { start } }: Crowd): number {
  return workers.filter((_, who) => start[who]! < start[who + 1]!).length
}

function perRate(crowd: Crowd): number {
  const k = crowd.labels.length
  return crowd.size / (workersIn(crowd) * k * (k - 1))
}

function mayDraw(crowd: Crowd): boolean {
  const k = crowd.labels.length
  return perRate(crowd) < responsesPerRate && crowd.size <= sampledMost && crowd.size * k + crowd.workers.length * k ** 2 <= looksMost
}

function drawnBeside(crowd: Crowd): string {
  const few = `There are ${perRate(crowd).toFixed(1)} responses per rate of a worker, fewer than ${responsesPerRate}`
  return `${few}: rates are drawn besides taking them for known, and the answers are the mean of both.`
}

function drawnInstead(crowd: Crowd, settings: Comparing, plain: AutoChoice): AutoChoice {
  const pair = compareCandidates(crowd, settings, ['majority-vote', 'sampled-dawid-skene'])
  if (pair === null) return plain
  const [, drawn] = pair.compared
  const gain = drawn.foresightGain
  const compared = [...plain.compared, drawn]
  const figures = `with rates drawn: ${written(gain)} nats`
  if (!isBetter(gain, standardErrors)) return { ...plain, reason: `${plain.reason} Nor ${figures}.`, compared }
  return { ...plain, method: 'sampled-dawid-skene', reason: `${plain.reason} It does ${figures}. ${drawnBeside(crowd)}`, compared }
}

/** So many labels that there is no room for a matrix per worker. */
function chooseAmongMany(crowd: Crowd, settings: Comparing): AutoChoice {
  const coins = compareCandidates(crowd, settings, ['majority-vote', 'one-coin-dawid-skene'])
  if (coins === null) {
    return { method: 'majority-vote', reason: 'There are too many labels for any other method.', heldOut: 0, compared: [] }
  }
  const { foresightGain: foresight, agreementGain: agreement } = coins.compared[1]
  const stands = ![foresight, agreement].some(isWorse) && (isBetter(foresight, standardErrors) || isBetter(agreement, clear))
  const figures = `${written(foresight)} nats per response, and ${written(agreement)} more agreement`
  const reason = `With many labels one coin per worker was tried; it ${stands ? 'does' : 'does not do'} better on held-out responses: ${figures}.`
  return { method: stands ? 'one-coin-dawid-skene' : 'majority-vote', reason, ...coins }
}

function run(crowd: Crowd, method: Candidate, { gold, seed, maxCells }: Settings): Auto['result'] {
  switch (method) {
    case 'majority-vote':
      return gold === undefined ? majorityVote(crowd) : goldMajorityVote(crowd, { gold })
    case 'one-coin-dawid-skene':
      return oneCoinDawidSkene(crowd, { gold, maxCells, classPrior: 'votes', prior: { right: 3, wrong: 1 } })
    case 'hierarchical-dawid-skene':
      return hierarchicalDawidSkene(crowd, { gold, maxCells, classPrior: 'votes' })
    case 'sampled-dawid-skene':
      return sampledDawidSkene(crowd, { gold, maxCells, seed, classPrior: 'votes' })
    case 'ebcc':
      return ebcc(crowd, { gold, maxCells, seed, classPrior: 'votes' })
    default:
      throw new AggregationError({
        kind: 'invalid_option',
        option: 'method',
        expected: 'a method of auto',
        received: method satisfies never,
      })
  }
}

const isBetter = ({ difference, error }: Difference, errors: number) => difference > errors * error + rounding
const isWorse = ({ difference, error }: Difference) => difference < -standardErrors * error - rounding

function written({ difference, error }: Difference): string {
  return `${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(4)} (standard error ${error.toFixed(4)})`
}
