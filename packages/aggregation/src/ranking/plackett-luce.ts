import { checkIterating, checkOption } from '../check-option.ts'
import { rescale } from '../rescale.ts'
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
 * that have i, it maximises the log-likelihood plus a Σ (log pᵢ − 2 log(pᵢ + 1)), a the `prior`, by minorisation:
 *
 *   pᵢ ← (wᵢ + a) / (Σ_{choices with i} |G| / Σ_{j∈G∪R} pⱼ + 2a / (pᵢ + 1)).
 *
 * Each step raises the objective, and its maximum is the only one. Two items a ranking make it `bradleyTerry`. Assumes that all
 * workers rank alike, and that leaving an item out does not change the odds of the others.
 *
 * @returns see {@link PlackettLuce}. No responses give an empty value, converged; a task with one item gives it the score 0. Row
 *   order moves scores by rounding only.
 * @throws AggregationError `invalid_value` for a ranking that lists an item twice or what is not a string, `invalid_option`.
 *
 * Time O(iterations × responses × their items).
 *
 * References: Plackett, Applied Statistics 24(2), 1975; doi:10.2307/2346567. Hunter, Annals of Statistics 32(1), 2004;
 * doi:10.1214/aos/1079120141.
 */
export function plackettLuce(responses: Responses<Ranking>, options: PlackettLuceOptions = {}): PlackettLuce {
  const { prior = 0.1, tolerance = 1e-9, maxIterations = 10_000 } = options
  checkOption('prior', prior, 'a number from 0.000001 to 1000000', prior >= 1e-6 && prior <= 1_000_000)
  checkIterating({ tolerance, maxIterations })

  const fitted = Array.from(ballotsOf(responses, options), (ballots) => fit(ballots, prior, tolerance, maxIterations))
  return {
    method: 'plackett-luce',
    ...rankedOf(responses.tasks, fitted),
    iterations: fitted.reduce((most, { iterations }) => Math.max(most, iterations), 0),
    converged: fitted.every(({ moved }) => moved <= tolerance),
    objective: Float64Array.from(fitted, ({ objective }) => objective),
  }
}

function fit({ items, rankings }: Ballots, prior: number, tolerance: number, maxIterations: number) {
  const strengths = new Float64Array(items.length).fill(1)
  const [wins, needed, totals] = [new Float64Array(items.length), new Float64Array(items.length), new Float64Array(items.length)]
  for (const ranking of rankings) for (const group of ranking.slice(0, -1)) for (const item of group) wins[item]!++
  let [iterations, moved] = [0, items.length === 0 ? 0 : Infinity]
  while (moved > tolerance && iterations < maxIterations) {
    addChoices(rankings, strengths, needed, totals)
    moved = 0
    for (let item = 0; item < strengths.length; item++) {
      const before = strengths[item]!
      const raised = (wins[item]! + prior) / (needed[item]! + (2 * prior) / (before + 1))
      strengths[item] = raised
      moved = Math.max(moved, Math.abs(Math.log(raised / before)))
    }
    moved = Math.max(moved, rescale(strengths))
    iterations++
  }
  const logs = strengths.map(Math.log)
  let [objective, mean] = [-addChoices(rankings, strengths, needed, totals), 0]
  for (const [item, log] of logs.entries()) {
    objective += (wins[item]! + prior) * log - 2 * prior * Math.log1p(strengths[item]!)
    mean += log / logs.length
  }
  return { items, scores: logs.map((log) => log - mean), iterations, moved, objective }
}

/** Per item, the sum over the choices it was in of picks by total strength. @returns Σ |G| log Σ pⱼ. */
function addChoices(rankings: Ballots['rankings'], strengths: Float64Array, needed: Float64Array, totals: Float64Array): number {
  needed.fill(0)
  let logs = 0
  for (const ranking of rankings) {
    // From the last: taken off the whole, the weak would be lost in the rounding of the strong.
    let total = 0
    for (let at = ranking.length - 1; at >= 0; at--) {
      for (const item of ranking[at]!) total += strengths[item]!
      totals[at] = total
    }
    let sum = 0
    for (const [at, group] of ranking.entries()) {
      if (at + 1 < ranking.length) {
        sum += group.length / totals[at]!
        logs += group.length * Math.log(totals[at]!)
      }
      // An item is in its own choice and in all before it.
      for (const item of group) needed[item]! += sum
    }
  }
  return logs
}
