import { characterErrorRate, responsesOf, textMedoid } from '@canut/aggregation'
import type { CheckResponse } from '@canut/contract'
import { membersOf } from '../shared/text-value.ts'
import type { Consolidated, ConsolidatedWorker, GivenResponse } from '../task-type.ts'
import { comparableText } from './check-responses.ts'

export const CHECK_METHODS = ['exact-vote', 'text-medoid'] as const

/** Above half, all others together could not outvote it. */
const MAJORITY = 0.5

interface Given {
  readonly task: string
  readonly worker: string
  readonly key: string
  readonly response: CheckResponse
}

/**
 * The text that more than half of the responses to a task give, spaces and apostrophes aside; where there is none, and always
 * with `text-medoid`, the one whose characters differ least from all others. Always a text that somebody gave.
 */
export function consolidateChecks(method: string, responses: readonly GivenResponse[]): Consolidated {
  const given = responses
    .flatMap(({ task, worker, response }): Given[] => {
      const key = comparableText(response)
      return key === null ? [] : [{ task, worker, key, response: { ok: membersOf(response)['ok'] === true, text: textIn(response) } }]
    })
    .toSorted(
      (a, b) =>
        compare(a.task, b.task) || compare(a.key, b.key) || compare(a.response.text, b.response.text) || compare(a.worker, b.worker),
    )
  const medoids = textMedoid(responsesOf(given.map(({ task, worker, key }) => ({ task, worker, value: key }))), { distance: 'cer' })
  const nearest = new Map(medoids.tasks.map((task, t) => [task, { key: medoids.texts[t] ?? '', confidence: medoids.confidence[t] ?? 0 }]))
  const tasks = [...Map.groupBy(given, ({ task }) => task)].map(([task, own]) => {
    const voted = method === 'exact-vote' ? majorityOf(own) : null
    const { key, confidence } = voted ?? nearest.get(task) ?? { key: '', confidence: 0 }
    return { task, response: writtenFor(own, key), confidence, responses: own.length }
  })
  const results = new Map(tasks.map(({ task, response }) => [task, response.text]))
  return { tasks, workers: workersOf(given, results), parameters: { majority: MAJORITY, unit: 'characters' } }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const textIn = (response: unknown): string => {
  const { text } = membersOf(response)
  return typeof text === 'string' ? text : ''
}

function majorityOf(own: readonly Given[]): { key: string; confidence: number } | null {
  for (const [key, same] of Map.groupBy(own, (each) => each.key)) {
    if (same.length > own.length * MAJORITY) return { key, confidence: same.length / own.length }
  }
  return null
}

/** The text as most of those who gave it wrote it; the draft itself where one of them found it right. */
function writtenFor(own: readonly Given[], key: string): CheckResponse {
  const same = own.filter((each) => each.key === key)
  const draft = same.find(({ response }) => response.ok)
  if (draft !== undefined) return draft.response
  const written = [...Map.groupBy(same, ({ response }) => response.text)].toSorted(
    (a, b) => b[1].length - a[1].length || compare(a[0], b[0]),
  )
  return { ok: false, text: written[0]?.[0] ?? key }
}

function workersOf(given: readonly Given[], results: ReadonlyMap<string, string>): ConsolidatedWorker[] {
  return [...Map.groupBy(given, ({ worker }) => worker)].map(([worker, own]) => {
    const { rate, errors } = characterErrorRate(own.map(({ task, response }) => ({ text: response.text, truth: results.get(task) ?? '' })))
    return { worker, responses: own.length, agreement: Math.max(0, 1 - (rate ?? (errors === 0 ? 0 : 1))), interval: null }
  })
}
