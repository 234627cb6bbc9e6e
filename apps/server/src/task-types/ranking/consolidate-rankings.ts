import type { RankingResponse } from '@canut/contract'
import { borda, plackettLuce, responsesOf, type Ranked, type Ranking } from '@canut/aggregation'
import type { Consolidated, GivenResponse } from '../task-type.ts'
import { pairsAlike } from './ranks.ts'

/** The first is used where a batch names none. */
export const RANKING_METHODS = ['plackett-luce', 'borda'] as const

/**
 * One ranking per task and dimension. Confidence is how alike the single rankings are to it, on average: the share of pairs of
 * things that they put in the same order.
 *
 * @param dimensions the names that every response ranks by
 */
export function consolidateRankings(method: string, given: readonly GivenResponse[], dimensions: readonly string[]): Consolidated {
  const responses = given.map(({ task, worker, response }) => ({ task, worker, response: response as RankingResponse }))
  const ranksOf = (response: RankingResponse, name: string) => response.dimensions.find((each) => each.name === name)?.ranks ?? []
  const byDimension = dimensions.map((name) => {
    const rows = responses.map(({ task, worker, response }) => ({ task, worker, value: groupsOf(ranksOf(response, name)) }))
    const ranked = method === 'borda' ? borda(responsesOf(rows)) : plackettLuce(responsesOf(rows))
    return { name, ranks: ranksByTask(ranked) }
  })
  const answers = new Map(
    [...new Set(responses.map(({ task }) => task))].map((task): [string, RankingResponse] => [
      task,
      { dimensions: byDimension.map(({ name, ranks }) => ({ name, ranks: ranks.get(task) ?? [] })) },
    ]),
  )
  const likeness = ({ task, response }: (typeof responses)[number]): number => {
    const answer = answers.get(task) as RankingResponse
    return mean(dimensions.map((name) => pairsAlike(ranksOf(response, name), ranksOf(answer, name))))
  }
  return {
    tasks: [...Map.groupBy(responses, ({ task }) => task)].map(([task, own]) => ({
      task,
      response: answers.get(task),
      confidence: mean(own.map(likeness)),
      responses: own.length,
    })),
    workers: [...Map.groupBy(responses, ({ worker }) => worker)].map(([worker, own]) => ({
      worker,
      responses: own.length,
      agreement: mean(own.map(likeness)),
      interval: null,
    })),
    parameters: { dimensions: dimensions.length },
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

/** Numbers of items from the best, those of one place together. */
function groupsOf(ranks: readonly number[]): Ranking {
  const places = [...new Set(ranks)].toSorted((a, b) => a - b)
  return places.map((place) => ranks.flatMap((rank, item) => (rank === place ? [String(item)] : [])))
}

function ranksByTask({ tasks, start, items, places }: Ranked): Map<string, number[]> {
  return new Map(
    tasks.map((task, index) => {
      const ranks: number[] = []
      let dense = 0
      let before = 0
      for (let at = start[index] ?? 0; at < (start[index + 1] ?? 0); at++) {
        const place = places[at] ?? 0
        if (place !== before) dense++
        before = place
        ranks[Number(items[at])] = dense
      }
      return [task, ranks]
    }),
  )
}
