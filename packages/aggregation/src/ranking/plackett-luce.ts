import { checkIterating, checkOption } from '../check-option.ts'
import { newtonAscent } from '../newton-ascent.ts'
import type { Responses } from '../responses.ts'
import { ballotsOf, rankedOf, type Ballots, type Ranked, type Ranking, type UnlistedOption } from './rankings.ts'

/** Options of {@link plackettLuce}. */
export interface PlackettLuceOptions extends UnlistedOption {
  /** Choices that each item is taken to have won, and as many lost, against an item of strength 1 that nobody saw; 0.1 unless told. */
  readonly prior?: number
  /** Stop when no log-strength moves by more than this in an iteration; 1e-9 unless told. Negative: run `maxIterations`. */
  readonly tolerance?: number
  /** 10000 unless told. */
  readonly maxIterations?: number
}

/** Scores are log-strengths, of mean 0 in each task. */
export interface PlackettLuce extends Ranked {
  readonly method: 'plackett-luce'
  /** The largest number of iterations that a task took. */
  readonly iterations: number
  readonly converged: boolean
  /** Per task in nats: the log-posterior of the strengths at the end. */
  readonly objective: Float64Array
}

/**
 * Plackett and Luce's model: a worker picks the best item, then the best of the rest, and so on, each with the chance of its strength,
 *
 *   P(i₁ ≻ i₂ ≻ … ≻ iₙ) = Πₖ p_{iₖ} / (p_{iₖ} + … + p_{iₙ}).
 *
 * Equal items count as picked one after the other from the same choice (Breslow's approximation): a group G above the rest R adds
 * Σ_{i∈G} log pᵢ − |G| log Σ_{j∈G∪R} pⱼ, but the last group of a ranking adds nothing. With wᵢ the groups, other than last,
 * that have i, it maximises the log-likelihood plus a Σ (log pᵢ − 2 log(pᵢ + 1)), a the `prior`, by Newton's steps on all
 * log pᵢ, of which it is concave. At its only maximum
 *
 *   wᵢ + a = Σ_{choices with i} |G| pᵢ / Σ_{j∈G∪R} pⱼ + 2a pᵢ / (pᵢ + 1).
 *
 * Two items a ranking make it `bradleyTerry`. Assumes that all
 * workers rank alike, and that leaving an item out does not change the odds of the others.
 *
 * @returns see {@link PlackettLuce}. No responses give an empty value, converged; a task with one item gives it the score 0. Row
 *   order moves scores by rounding only.
 * @throws AggregationError `invalid_value` for a ranking that lists an item twice or what is not a string, `invalid_option`.
 *
 * Time O(iterations × items × responses × their items) at worst, mostly some ten iterations of some ten passes.
 *
 * References: Plackett, Applied Statistics 24(2), 1975; doi:10.2307/2346567. Hunter, Annals of Statistics 32(1), 2004,
 * doi:10.1214/aos/1079120141.
 */
export function plackettLuce(responses: Responses<Ranking>, options: PlackettLuceOptions = {}): PlackettLuce {
  const { prior = 0.1, tolerance = 1e-9, maxIterations = 10_000 } = options
  checkOption('prior', prior, 'a number from 0.000001 to 1000000', prior >= 1e-6 && prior <= 1_000_000)
  checkIterating({ tolerance, maxIterations })

  const fitted = Array.from(ballotsOf(responses, options), (ballots) => fit(ballots, prior, { tolerance, maxIterations }))
  return {
    method: 'plackett-luce',
    ...rankedOf(responses.tasks, fitted),
    iterations: fitted.reduce((most, { iterations }) => Math.max(most, iterations), 0),
    converged: fitted.every(({ converged }) => converged),
    objective: Float64Array.from(fitted, ({ objective }) => objective),
  }
}

function fit({ items, rankings }: Ballots, prior: number, stop: { readonly tolerance: number; readonly maxIterations: number }) {
  const logs = new Float64Array(items.length)
  const wins = new Float64Array(items.length)
  for (const ranking of rankings) for (const group of ranking.slice(0, -1)) for (const item of group) wins[item]!++
  const choices = { rankings, wins, prior, totals: new Float64Array(items.length) }
  const { objective, converged } = newtonAscent(
    logs,
    {
      value: (x) => logPosterior(choices, x.map(Math.exp)),
      slopes: (x, into) => slopesOf(choices, x.map(Math.exp), into),
      bend: (x) => bendOf(choices, x.map(Math.exp)),
    },
    stop,
  )
  const mean = logs.reduce((sum, log) => sum + log / logs.length, 0)
  const end = logPosterior(choices, logs.map(Math.exp))
  return { items, scores: logs.map((log) => log - mean), iterations: objective.length, converged, objective: end }
}

interface Choices {
  readonly rankings: Ballots['rankings']
  readonly wins: Float64Array
  readonly prior: number
  /** One ranking's, while it is looked at. */
  readonly totals: Float64Array
}

/** Writes Σ of these numbers over each choice of a ranking. From the last: taken off the whole, the weak would be lost in the rounding of the strong. */
function addUp(ranking: Ballots['rankings'][number], numbers: (item: number) => number, totals: Float64Array): void {
  let total = 0
  for (let at = ranking.length - 1; at >= 0; at--) {
    for (const item of ranking[at]!) total += numbers(item)
    totals[at] = total
  }
}

function logPosterior({ rankings, wins, prior, totals }: Choices, strengths: Float64Array): number {
  let sum = 0
  for (const [item, strength] of strengths.entries()) sum += (wins[item]! + prior) * Math.log(strength) - 2 * prior * Math.log1p(strength)
  for (const ranking of rankings) {
    addUp(ranking, (item) => strengths[item]!, totals)
    for (const [at, group] of ranking.slice(0, -1).entries()) sum -= group.length * Math.log(totals[at]!)
  }
  return sum
}

function slopesOf({ rankings, wins, prior, totals }: Choices, strengths: Float64Array, into: Float64Array): void {
  for (const [item, own] of strengths.entries()) into[item] = wins[item]! + prior * (1 - (2 * own) / (own + 1))
  for (const ranking of rankings) {
    addUp(ranking, (item) => strengths[item]!, totals)
    let picks = 0
    for (const [at, group] of ranking.entries()) {
      if (at + 1 < ranking.length) picks += group.length / totals[at]!
      // an item is in its own choice and in all before it
      for (const item of group) into[item]! -= strengths[item]! * picks
    }
  }
}

/** Minus the second derivatives of log Σⱼ pⱼ are the covariances of who is picked. */
function bendOf({ rankings, prior, totals }: Choices, strengths: Float64Array) {
  const ofPrior = strengths.map((own) => (2 * prior * own) / (own + 1) ** 2)
  const diagonal = ofPrior.slice()
  for (const ranking of rankings) {
    addUp(ranking, (item) => strengths[item]!, totals)
    let [picks, squares] = [0, 0]
    for (const [at, group] of ranking.entries()) {
      if (at + 1 < ranking.length) {
        picks += group.length / totals[at]!
        squares += group.length / totals[at]! ** 2
      }
      for (const item of group) diagonal[item]! += strengths[item]! * (picks - strengths[item]! * squares)
    }
  }
  const weighed = new Float64Array(totals.length)
  const times = (v: Float64Array, into: Float64Array) => {
    for (let item = 0; item < into.length; item++) into[item] = ofPrior[item]! * v[item]!
    for (const ranking of rankings) {
      addUp(ranking, (item) => strengths[item]!, totals)
      addUp(ranking, (item) => strengths[item]! * v[item]!, weighed)
      let [picks, means] = [0, 0]
      for (const [at, group] of ranking.entries()) {
        if (at + 1 < ranking.length) {
          picks += group.length / totals[at]!
          means += (group.length / totals[at]!) * (weighed[at]! / totals[at]!)
        }
        for (const item of group) into[item]! += strengths[item]! * (v[item]! * picks - means)
      }
    }
  }
  return { times, diagonal }
}
