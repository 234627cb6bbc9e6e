import type { Consolidated, ConsolidatedTask, ConsolidatedWorker, GivenResponse } from '../task-type.ts'

/** How near two responses are, 0 to 1; the same in both directions. */
type Similarity = (a: unknown, b: unknown) => number

interface Worked {
  readonly task: string
  readonly response: unknown
  readonly confidence: number | null
}

/** In one order, whatever the order in which responses came, so that equal input gives equal output to the last digit. */
export const inOrder = (given: readonly GivenResponse[]): readonly GivenResponse[] =>
  given.toSorted((a, b) => compare(a.task, b.task) || compare(a.worker, b.worker))

export const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

/** The whole of a consolidation, once each task has its response: how near every worker is to it follows. */
export function consolidated(
  given: readonly GivenResponse[],
  tasks: readonly Worked[],
  similarity: Similarity,
  parameters: Consolidated['parameters'],
): Consolidated {
  const byTask = Map.groupBy(given, ({ task }) => task)
  const responses = new Map(tasks.map(({ task, response }) => [task, response]))
  return {
    tasks: tasks.map((each): ConsolidatedTask => ({ ...each, responses: byTask.get(each.task)?.length ?? 0 })),
    workers: [...Map.groupBy(given, ({ worker }) => worker)]
      .toSorted(([a], [b]) => compare(a, b))
      .map(([worker, own]) =>
        agreementOf(
          worker,
          own.map(({ task, response }) => similarity(response, responses.get(task))),
        ),
      ),
    parameters,
  }
}

/** Half the width of a 90 % interval of a normal distribution, in standard errors. */
const NORMAL_90 = 1.6448536269514722

function agreementOf(worker: string, scores: readonly number[]): ConsolidatedWorker {
  const count = scores.length
  const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, count)
  const spread = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / Math.max(1, count - 1)
  const reach = NORMAL_90 * Math.sqrt(spread / Math.max(1, count))
  return {
    worker,
    responses: count,
    agreement: mean,
    // of one score nobody knows how much it varies
    interval: count < 2 ? null : [Math.max(0, mean - reach), Math.min(1, mean + reach)],
  }
}

/**
 * The response that is nearest to all others of its task: always one that somebody gave. Confidence is its mean nearness to the
 * others; null for the only one. Of two as near, the one that comes first as JSON.
 */
export function medoids(given: readonly GivenResponse[], similarity: Similarity): Worked[] {
  return [...Map.groupBy(given, ({ task }) => task)].map(([task, own]): Worked => {
    const choices = own
      .map(({ response }, i) => {
        const others = own.filter((_, j) => j !== i)
        const sum = others.reduce((total, other) => total + similarity(response, other.response), 0)
        return { response, text: JSON.stringify(response), nearness: others.length === 0 ? null : sum / others.length }
      })
      .toSorted((a, b) => (b.nearness ?? 0) - (a.nearness ?? 0) || compare(a.text, b.text))
    const [best] = choices
    return { task, response: best?.response ?? null, confidence: best?.nearness ?? null }
  })
}

/** How sure it is of each candidate that it is there, or that it is not; where there are none, by how many said so. */
export function confidenceOf(candidates: readonly { readonly presence: number; readonly share?: number }[], responses: number): number {
  if (candidates.length === 0) return (responses + 1) / (responses + 2)
  const sum = candidates.reduce((total, { presence, share = 1 }) => total + (presence > 0.5 ? presence * share : 1 - presence), 0)
  return sum / candidates.length
}
