import type { PairwiseResponse } from '@canut/contract'
import { bradleyTerry, comparisonsOf, crowdBradleyTerry, type Strengths } from '@canut/aggregation'
import type { Consolidated, ConsolidatedWorker, GivenResponse } from '../task-type.ts'

/** The first is used where a batch names none. */
export const PAIR_METHODS = ['crowd-bradley-terry', 'bradley-terry', 'majority-vote'] as const

type Choice = PairwiseResponse['choice']

export interface Pair {
  readonly a: string
  readonly b: string
}

interface Given extends Omit<GivenResponse, 'payload' | 'response'> {
  readonly pair: Pair
  readonly response: PairwiseResponse
}

interface Decision {
  readonly choice: Choice | null
  readonly confidence: number
}

/**
 * One choice per pair. What is compared is the content of `a` and `b`, so an answer that stands in several pairs is one item
 * with one strength. Bradley and Terry's model then says how likely the stronger is to win, and that is the confidence; a pair is a tie
 * where more than half of its people said so. Who compares two at a time hears of nothing else: "left" is what stood first on screen.
 */
export function consolidatePairs(method: string, given: readonly GivenResponse[]): Consolidated {
  const responses = given.map(({ task, worker, response, payload }): Given => {
    return { task, worker, response: response as PairwiseResponse, pair: payload as Pair }
  })
  const byTask = Map.groupBy(responses, ({ task }) => task)
  const { strengths, skills } = method === 'majority-vote' ? { strengths: null, skills: null } : fit(method, responses)
  const scores = strengths === null ? null : new Map(strengths.items.map((item, index) => [item, strengths.scores[index] ?? 0]))
  const decisions = new Map([...byTask].map(([task, own]) => [task, decide(own, scores)]))

  return {
    tasks: [...byTask].map(([task, own]) => {
      const { choice, confidence } = decisions.get(task) as Decision
      return { task, response: choice === null ? null : { choice, shownFirst: 'a' }, confidence, responses: own.length }
    }),
    workers: workersOf(responses, decisions, skills),
    parameters:
      strengths === null
        ? {}
        : { items: strengths.items.length, groups: strengths.groups, iterations: strengths.iterations, converged: strengths.converged },
  }
}

type Skills = ReadonlyMap<string, readonly [low: number, high: number]>

function fit(method: string, responses: readonly Given[]): { strengths: Strengths; skills: Skills | null } {
  const comparisons = comparisonsOf(
    responses.map(({ worker, pair, response: { choice, shownFirst } }) => {
      const [left, right] = shownFirst === 'a' ? [pair.a, pair.b] : [pair.b, pair.a]
      return { worker, left, right, winner: choice === 'tie' ? null : pair[choice] }
    }),
  )
  if (method === 'bradley-terry') return { strengths: bradleyTerry(comparisons), skills: null }
  const strengths = crowdBradleyTerry(comparisons)
  const { low, high } = strengths.workerParameters.skill
  return { strengths, skills: new Map(strengths.workers.map((worker, index) => [worker, [low[index] ?? 0, high[index] ?? 1]])) }
}

function decide(own: readonly Given[], scores: ReadonlyMap<string, number> | null): Decision {
  const counts = { a: 0, b: 0, tie: 0 }
  for (const { response } of own) counts[response.choice]++
  if (counts.tie * 2 > own.length) return { choice: 'tie', confidence: counts.tie / own.length }
  const { pair } = own[0] as Given
  if (scores !== null) {
    const odds = (scores.get(pair.a) ?? 0) - (scores.get(pair.b) ?? 0)
    const chance = 1 / (1 + Math.exp(-Math.abs(odds)))
    return { choice: odds === 0 ? null : odds > 0 ? 'a' : 'b', confidence: chance }
  }
  const most = Math.max(counts.a, counts.b, counts.tie)
  const leaders = (['a', 'b', 'tie'] as const).filter((choice) => counts[choice] === most)
  return { choice: leaders.length === 1 ? (leaders[0] as Choice) : null, confidence: most / own.length }
}

function workersOf(responses: readonly Given[], decisions: ReadonlyMap<string, Decision>, skills: Skills | null): ConsolidatedWorker[] {
  return [...Map.groupBy(responses, ({ worker }) => worker)].map(([worker, own]) => {
    const same = own.filter(({ task, response }) => decisions.get(task)?.choice === response.choice).length
    return { worker, responses: own.length, agreement: same / own.length, interval: skills?.get(worker) ?? null }
  })
}
