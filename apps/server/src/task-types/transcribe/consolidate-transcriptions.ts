import { responsesOf, rover, textMedoid, wordErrorRate } from '@canut/aggregation'
import type { Segment } from '@canut/contract'
import type { Consolidated, ConsolidatedWorker, GivenResponse } from '../task-type.ts'
import { segmentsOf, textOfSegments } from './transcribe-responses.ts'

export const TRANSCRIBE_METHODS = ['rover', 'text-medoid'] as const

interface Given {
  readonly task: string
  readonly worker: string
  readonly segments: readonly Segment[]
}

/**
 * One transcription of many. The response that differs least from all others is the frame: its segments. Into each of them go
 * the texts of the segments of all responses that lie in it, and ROVER votes on them word by word; a segment that loses all its
 * words is gone. Times are the medians of those who cut at the same places; the speaker is whom most name.
 */
export function consolidateTranscriptions(method: string, responses: readonly GivenResponse[]): Consolidated {
  const given = responses
    .map(({ task, worker, response }): Given => ({ task, worker, segments: segmentsOf(response) ?? [] }))
    .toSorted((a, b) => compare(a.task, b.task) || compare(a.worker, b.worker))
  const byTask = Map.groupBy(given, ({ task }) => task)
  const medoids = textMedoid(responsesOf(given.map(({ task, worker, segments }) => ({ task, worker, value: textOfSegments(segments) }))))
  const frames = new Map(
    medoids.tasks.map((task, t) => {
      const own = byTask.get(task) ?? []
      return [
        task,
        { frame: own.find(({ segments }) => textOfSegments(segments) === medoids.texts[t]) ?? own[0], sure: medoids.confidence[t] ?? 0 },
      ]
    }),
  )
  const isVoted = method === 'rover'
  const voted = isVoted ? voteInFrames(byTask, frames) : null
  const tasks = [...byTask].map(([task, own]) => {
    const { frame, sure = 0 } = frames.get(task) ?? {}
    const found = voted?.get(task) ?? { segments: frame?.segments ?? [], confidence: sure }
    return { task, response: { segments: found.segments }, confidence: Math.min(1, found.confidence), responses: own.length }
  })
  const results = new Map(tasks.map(({ task, response }) => [task, textOfSegments(response.segments)]))
  return { tasks, workers: workersOf(given, results), parameters: { unit: 'words', frame: 'medoid by word error rate' } }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

type Frames = ReadonlyMap<string, { readonly frame: Given | undefined; readonly sure: number }>

function voteInFrames(byTask: ReadonlyMap<string, readonly Given[]>, frames: Frames) {
  const pieces = [...byTask].flatMap(([task, own]) =>
    (frames.get(task)?.frame?.segments ?? []).map((place, index) => ({
      task,
      index,
      place,
      own,
      inside: own.map((each) => within(each, place)),
    })),
  )
  const rows = pieces.flatMap((piece, p) =>
    piece.own.map(({ worker }, i) => ({ task: String(p), worker, value: textOfSegments(piece.inside[i] ?? []) })),
  )
  const voted = rover(responsesOf(rows))
  const at = new Map(voted.tasks.map((task, t) => [Number(task), t]))
  const made = pieces.map((piece, p) => {
    const t = at.get(p) ?? 0
    return { ...piece, text: voted.texts[t] ?? '', confidence: voted.confidence[t] ?? 0, segment: segmentOf(piece, voted.texts[t] ?? '') }
  })
  const ofTask = Map.groupBy(made, ({ task }) => task)
  return new Map(
    [...byTask.keys()].map((task) => {
      const own = ofTask.get(task) ?? []
      const words = own.map(({ text }) => text.split(' ').length)
      const all = words.reduce((sum, count) => sum + count, 0)
      const sure = own.reduce((sum, { confidence }, i) => sum + confidence * (words[i] ?? 0), 0)
      const segments = apart(own.map(({ segment }) => segment).filter(({ text }) => text !== ''))
      // nobody wrote anything: that is what all agree on, as far as the medoid says
      return [task, { segments, confidence: all === 0 ? (frames.get(task)?.sure ?? 0) : sure / all }] as const
    }),
  )
}

/** The segments of a response whose middle lies in a place. */
function within({ segments }: Given, place: Segment): readonly Segment[] {
  return segments.filter(({ start, end }) => (start + end) / 2 >= place.start && (start + end) / 2 < place.end)
}

function segmentOf({ place, inside }: { place: Segment; inside: readonly (readonly Segment[])[] }, text: string): Segment {
  const same = inside.flatMap((segments) => (segments.length === 1 ? segments : []))
  const speaker = mostNamed(inside.flat().flatMap(({ speaker: name }) => name ?? []))
  return {
    start: median(same.map(({ start }) => start)) ?? place.start,
    end: median(same.map(({ end }) => end)) ?? place.end,
    ...(speaker === null ? {} : { speaker }),
    text,
  }
}

/** Medians of neighbours may cross by a hair: then they meet halfway. */
function apart(segments: readonly Segment[]): Segment[] {
  const made = segments.map((segment) => ({ ...segment }))
  for (const [i, segment] of made.entries()) {
    const next = made[i + 1]
    if (next === undefined || segment.end <= next.start || next.start <= segment.start) continue
    const middle = Math.round(((segment.end + next.start) / 2) * 1000) / 1000
    segment.end = middle
    next.start = middle
  }
  return made
}

/** The lower one of two in the middle, so that it is a time that somebody set. */
function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1] ?? null
}

/** Of equally many the first in code-unit order. */
function mostNamed(names: readonly string[]): string | null {
  const counts = [...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length] as const)
  return counts.toSorted((a, b) => b[1] - a[1] || compare(a[0], b[0]))[0]?.[0] ?? null
}

function workersOf(given: readonly Given[], results: ReadonlyMap<string, string>): ConsolidatedWorker[] {
  return [...Map.groupBy(given, ({ worker }) => worker)].map(([worker, own]) => {
    const pairs = own.map(({ task, segments }) => ({ text: textOfSegments(segments), truth: results.get(task) ?? '' }))
    const { rate, errors } = wordErrorRate(pairs)
    return { worker, responses: own.length, agreement: Math.max(0, 1 - (rate ?? (errors === 0 ? 0 : 1))), interval: null }
  })
}
