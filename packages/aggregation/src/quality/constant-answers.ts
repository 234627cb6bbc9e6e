import type { Crowd } from '../crowd.ts'
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
  /** The chance that somebody of usual habits would give it so often or more, times the number of labels looked at; at most 1. */
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
 * Chance level: among W honest workers, about W × c have `chance` below c. With 200 workers, two are below 0.01 by chance alone.
 * Assumes that usual habits are honest ones, and tasks independent. When most of a crowd answer alike without looking, it shows
 * nothing. The order in which a person answered is not known here, so runs of equal answers are not looked at.
 *
 * @returns one per worker with at least `minTasks` such responses, in the order of `crowd.workers`: never sorted by suspicion.
 * @throws AggregationError `too_large` when workers × labels² is above `maxCells`.
 *
 * Time of the model, and O(Σₜ nₜ² K + Σ_w n_w² × labels given by w).
 *
 * Reference: Hodges and Le Cam, Annals of Mathematical Statistics 31(3), 1960 (sums of unlike events); doi:10.1214/aoms/1177705799.
 */
export function constantAnswers(
  crowd: Crowd,
  { minTasks = 10, maxCells }: { readonly minTasks?: number; readonly maxCells?: number } = {},
): ConstantAnswer[] {
  const habits = habitsOf(crowd, maxCells)
  const found: ConstantAnswer[] = []
  for (const [who, worker] of crowd.workers.entries()) {
    const own = expectedLabels(crowd, habits, who)
    const [first] = own.said
    if (first === undefined || own.said.length < minTasks) continue
    const looked = [...new Set(own.said)].map((said) => {
      const probabilities = own.probabilities.get(said)!.toSorted()
      const given = own.said.filter((each) => each === said).length
      const expected = probabilities.reduce((sum, p) => sum + p, 0)
      return { label: crowd.labels[said]!, given, expected, chance: chanceOfAtLeast(given, probabilities) }
    })
    const least = looked.toSorted((a, b) => a.chance - b.chance || (a.label < b.label ? -1 : 1))[0]!
    found.push({ worker, responses: own.said.length, ...least, chance: Math.min(1, least.chance * looked.length) })
  }
  return found
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
