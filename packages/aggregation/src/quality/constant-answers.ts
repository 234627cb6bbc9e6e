import { checkMinTasks } from '../check-option.ts'
import type { Crowd } from '../crowd.ts'
import { middleOf } from '../numeric/numbers.ts'
import { chanceOfAtLeast } from './chance-of.ts'
import { habitsOf, type Habits } from './habits.ts'

/** What {@link constantAnswers} says of one worker. */
export interface ConstantAnswer {
  readonly worker: string
  /** Of the labels that the worker gave, the one whose frequency is the least to be expected; of equals the first in code-unit order. */
  readonly label: string
  /** Responses to tasks that others did too, and those of them with that label. */
  readonly responses: number
  readonly given: number
  /** How many of them would be expected to have it of anybody, given what the others said of the same tasks. */
  readonly expected: number
  /** How many times further than by chance alone the workers of this crowd usually lean from what is expected of the label; at least 1. */
  readonly spread: number
  /** The chance that somebody who leans as people here do would give it so often or more, times the number of labels looked at; at most 1. */
  readonly chance: number
}

/**
 * Figures on workers who give one label more often than their tasks explain. They are evidence for a person who looks into it, with
 * the responses at hand, and never a verdict: nobody may be refused, restricted or unpaid by them alone. There are innocent
 * reasons: instructions read otherwise, a default that is hard to change, tasks that were handed out by kind.
 *
 * For each label l that worker w gave, over their tasks with other workers, the number of times is compared with a sum of
 * independent events of probability
 *
 *   pₜ = Σₖ P(k | the others' labels) P(l | k),   P(l | k) how often anybody says l where the truth is k,
 *
 * both by `hierarchicalDawidSkene`, exactly (Poisson binomial distribution; above 2000 tasks, the normal one with a correction).
 *
 * People lean: some say yes more readily than others, and are honest. So distances from the expected number are divided by the
 * `spread` of the crowd: the median of (given − expected)² / Σ pₜ (1 − pₜ) over workers, against that of a normal variable. A few who
 * do not look hardly move a median.
 *
 * Chance level: among W honest workers who lean like a normal variable, about W × c have `chance` below c: with 200 workers, two are
 * below 0.01 by chance alone. Of six recorded crowds 2 to 22 % are: leanings have longer tails than that, so a small figure is
 * the less surprising the more of them a crowd has. Assumes that usual habits are honest ones, and tasks independent. When most of a crowd answer alike without looking, it shows
 * nothing. The order in which a person answered is not known here, so runs of equal answers are not looked at.
 *
 * @returns one per worker with at least `minTasks` such responses, in the order of `crowd.workers`: never sorted by suspicion.
 * @throws AggregationError `invalid_option`, or `too_large` when workers × labels² is above `maxCells`.
 *
 * Time of the model, and O(Σₜ nₜ² K + Σ_w n_w² × labels given by w).
 *
 * Reference: van der Linden and Sotaridona, Journal of Educational and Behavioral Statistics 31(3), 2006 (exact sums of unlike
 * events); doi:10.3102/10769986031003283.
 */
export function constantAnswers(
  crowd: Crowd,
  { minTasks = 10, maxCells }: { readonly minTasks?: number; readonly maxCells?: number } = {},
): ConstantAnswer[] {
  checkMinTasks(minTasks)
  const habits = habitsOf(crowd, maxCells)
  const looked: Looked[] = []
  for (let who = 0; who < crowd.workers.length; who++) {
    const own = expectedLabels(crowd, habits, who)
    if (own.said.length < minTasks) continue
    for (const [said, probabilities] of own.probabilities) {
      const given = own.said.filter((each) => each === said).length
      const [mean, variance] = [probabilities.reduce((sum, p) => sum + p, 0), probabilities.reduce((sum, p) => sum + p * (1 - p), 0)]
      looked.push({ who, said, given, mean, variance, probabilities: probabilities.toSorted() })
    }
  }
  const spreadOf = new Map(
    Array.from(new Set(looked.map(({ said }) => said)), (said) => [said, usualSpread(looked.filter((each) => each.said === said))]),
  )

  const byWorker = new Map<number, ConstantAnswer[]>()
  for (const { who, said, given, mean, probabilities } of looked) {
    const spread = spreadOf.get(said)!
    // As far out, in a crowd without spread of its own. Rounded first: a sum in another order must not reach the next whole number.
    const wanted = Math.ceil(Math.round((mean + (given - mean) / spread) * 1e6) / 1e6)
    const figures = { label: crowd.labels[said]!, responses: probabilities.length, given, expected: mean, spread }
    const one = { worker: crowd.workers[who]!, ...figures, chance: chanceOfAtLeast(wanted, probabilities) }
    byWorker.set(who, [...(byWorker.get(who) ?? []), one])
  }
  return Array.from(byWorker.values(), (own) => {
    const least = own.toSorted((one, other) => one.chance - other.chance || (one.label < other.label ? -1 : 1))[0]!
    return { ...least, chance: Math.min(1, least.chance * own.length) }
  })
}

interface Looked {
  readonly who: number
  readonly said: number
  readonly given: number
  readonly mean: number
  readonly variance: number
  readonly probabilities: Float64Array
}

/** With fewer workers to compare, nothing is known of how far people usually lean. */
const workersLeast = 8
/** Median of the square of a standard normal variable. */
const medianSquare = 0.4549

function usualSpread(ofLabel: readonly Looked[]): number {
  const squares = ofLabel.filter(({ variance }) => variance > 1e-9).map(({ given, mean, variance }) => (given - mean) ** 2 / variance)
  if (squares.length < workersLeast) return 1
  return Math.sqrt(Math.max(1, middleOf(Float64Array.from(squares).toSorted()) / medianSquare))
}

/** What the worker said where others responded too, and for each label that they gave, its probability task by task. */
function expectedLabels({ byWorker }: Crowd, { common, classes, beliefWithout }: Habits, who: number) {
  const said: number[] = []
  const beliefs: Float64Array[] = []
  for (let i = byWorker.start[who]!; i < byWorker.start[who + 1]!; i++) {
    const belief = beliefWithout(byWorker.task[i]!, [who])
    if (belief === null) continue
    said.push(byWorker.label[i]!)
    beliefs.push(belief.slice())
  }
  const chanceOf = (belief: Float64Array, label: number) =>
    Math.min(
      1,
      belief.reduce((p, share, k) => p + share * common[k * classes + label]!, 0),
    )
  const probabilities = new Map(
    Array.from(new Set(said), (label) => [label, Float64Array.from(beliefs, (belief) => chanceOf(belief, label))]),
  )
  return { said, probabilities }
}
