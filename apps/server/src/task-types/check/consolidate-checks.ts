import { characterErrorRate, responsesOf, textMedoid } from '@canut/aggregation'
import type { CheckedLine, CheckResponse } from '@canut/contract'
import type { Consolidated, ConsolidatedTask, ConsolidatedWorker, GivenResponse } from '../task-type.ts'
import { partsOf, type CheckPayload } from './check-responses.ts'
import { textOfLines } from './document-lines.ts'

export const CHECK_METHODS = ['exact-vote', 'text-medoid'] as const

/** Above half, all others together could not outvote it. */
const MAJORITY = 0.5

/** What one worker says of one part of a task: of a line of a document, or of the whole text. */
interface Given {
  readonly task: string
  readonly place: number
  /** the same for all that is said of the same part */
  readonly part: string
  readonly worker: string
  readonly key: string
  readonly text: string
  readonly ok: boolean
}

interface Found {
  readonly key: string
  readonly confidence: number
}

interface FoundPart extends Found {
  readonly line: CheckedLine
}

/**
 * The text that more than half of the responses to a task give, spaces and apostrophes aside; where there is none, and always
 * with `text-medoid`, the one whose characters differ least from all others. Always a text that somebody gave. Of a document
 * in lines, each line by itself; it is as sure as its least sure line.
 */
export function consolidateChecks(method: string, responses: readonly GivenResponse[]): Consolidated {
  const given = givenOf(responses)
  const medoids = textMedoid(responsesOf(given.map(({ part, worker, key }) => ({ task: part, worker, value: key }))), { distance: 'cer' })
  const nearest = new Map(medoids.tasks.map((part, t) => [part, { key: medoids.texts[t] ?? '', confidence: medoids.confidence[t] ?? 0 }]))
  const parts = new Map(
    [...Map.groupBy(given, ({ part }) => part)].map(([part, own]): [string, FoundPart] => {
      const found = (method === 'exact-vote' ? majorityOf(own) : null) ?? nearest.get(part) ?? { key: '', confidence: 0 }
      return [part, { ...found, line: writtenFor(own, found.key) }]
    }),
  )
  const payloads = new Map(responses.map(({ task, payload }) => [task, payload as CheckPayload | null]))
  const tasks = [...Map.groupBy(given, ({ task }) => task)].map(([task, own]) => {
    const found = [...new Set(own.toSorted((a, b) => a.place - b.place).map(({ part }) => part))].flatMap((part) => parts.get(part) ?? [])
    return taskOf(task, found, payloads.get(task)?.lines, new Set(own.map(({ worker }) => worker)).size)
  })
  return { tasks, workers: workersOf(given, parts), parameters: { majority: MAJORITY, unit: 'characters' } }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function givenOf(responses: readonly GivenResponse[]): Given[] {
  return responses
    .flatMap(({ task, worker, response }) =>
      partsOf(response).map((part, place): Given => ({ task, place, part: `${place} ${task}`, worker, ...part })),
    )
    .toSorted(
      (a, b) =>
        compare(a.task, b.task) || a.place - b.place || compare(a.key, b.key) || compare(a.text, b.text) || compare(a.worker, b.worker),
    )
}

function majorityOf(own: readonly Given[]): Found | null {
  for (const [key, same] of Map.groupBy(own, (each) => each.key)) {
    if (same.length > own.length * MAJORITY) return { key, confidence: same.length / own.length }
  }
  return null
}

/** The text as most of those who gave it wrote it; the draft itself where one of them found it right. */
function writtenFor(own: readonly Given[], key: string): CheckedLine {
  const same = own.filter((each) => each.key === key)
  const draft = same.find(({ ok }) => ok)
  if (draft !== undefined) return { ok: true, text: draft.text }
  const written = [...Map.groupBy(same, ({ text }) => text)].toSorted((a, b) => b[1].length - a[1].length || compare(a[0], b[0]))
  return { ok: false, text: written[0]?.[0] ?? key }
}

function taskOf(task: string, found: readonly FoundPart[], drafts: CheckPayload['lines'], responses: number): ConsolidatedTask {
  const confidence = Math.min(1, ...found.map((part) => part.confidence))
  const lines = found.map(({ line }) => line)
  const [whole = { ok: false, text: '' }] = lines
  if (drafts === undefined) return { task, response: whole satisfies CheckResponse, confidence, responses }
  const placed = lines.map((line, place): CheckedLine => {
    const box = drafts[place]?.box
    return box === undefined ? line : { ...line, box }
  })
  const response: CheckResponse = { ok: lines.every((line) => line.ok), text: textOfLines(lines), lines: placed }
  return { task, response, confidence, responses }
}

function workersOf(given: readonly Given[], found: ReadonlyMap<string, FoundPart>): ConsolidatedWorker[] {
  return [...Map.groupBy(given, ({ worker }) => worker)].map(([worker, own]) => {
    const { rate, errors } = characterErrorRate(own.map(({ part, text }) => ({ text, truth: found.get(part)?.line.text ?? '' })))
    const responses = new Set(own.map(({ task }) => task)).size
    return { worker, responses, agreement: Math.max(0, 1 - (rate ?? (errors === 0 ? 0 : 1))), interval: null }
  })
}
