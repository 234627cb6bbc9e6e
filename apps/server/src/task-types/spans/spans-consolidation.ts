import { responsesOf, spanClusters, spanScore, spanVote, type FoundSpan } from '@canut/aggregation'
import type { Relation, Span, SpansResponse } from '@canut/contract'
import { membersOf } from '../shared/text-value.ts'
import type { Consolidated, ConsolidatedWorker, GivenResponse } from '../task-type.ts'
import { spansIn } from './spans-responses.ts'

export const SPAN_METHODS = ['span-clusters', 'span-vote'] as const

/** How much two spans must share for a relation of one to be a relation of the other. */
const SAME_THING = 0.5

/**
 * Spans of several people as one list, and of their relations those that more than half of them drew between the same things.
 * Confidence of a task is the mean over its spans; null where none was found.
 */
export function consolidateSpans(method: string, given: readonly GivenResponse[]): Consolidated {
  const rows = given
    .map(({ task, worker, response }) => ({ task, worker, value: spansIn(response) ?? [], response }))
    .toSorted((a, b) => Number(a.task > b.task) - Number(a.task < b.task) || Number(a.worker > b.worker) - Number(a.worker < b.worker))
  const responses = responsesOf(rows)
  const found = method === 'span-vote' ? spanVote(responses) : spanClusters(responses)
  const byTask = Map.groupBy(rows, ({ task }) => task)
  const spansOf = new Map(found.tasks.map((task, t) => [task, found.spans[t]!.map(inFull)]))

  return {
    tasks: found.tasks.map((task, t) => {
      const spans = spansOf.get(task) ?? []
      const own = byTask.get(task) ?? []
      const relations = votedRelations(
        spans,
        own.map(({ response }) => response),
      )
      const response: SpansResponse = relations.length === 0 ? { spans } : { spans, relations }
      return { task, response, confidence: meanConfidence(found.spans[t]!), responses: own.length }
    }),
    workers: [...Map.groupBy(rows, ({ worker }) => worker)].map(([worker, own]): ConsolidatedWorker => {
      const { f1 } = spanScore(
        new Map(own.map(({ task, value }) => [task, value])),
        new Map(own.map(({ task }) => [task, spansOf.get(task) ?? []])),
      )
      return { worker, responses: own.length, agreement: f1 ?? 1, interval: null }
    }),
    parameters: { method: found.method, ...('iterations' in found ? { iterations: found.iterations, converged: found.converged } : {}) },
  }
}

/** Boundaries that are medians may fall between two characters. */
function inFull({ start, end, label }: FoundSpan, index: number): Span {
  const from = Math.round(start)
  return { id: `s${index + 1}`, start: from, end: Math.max(from + 1, Math.round(end)), label }
}

function meanConfidence(spans: readonly FoundSpan[]): number | null {
  return spans.length === 0 ? null : spans.reduce((sum, { confidence }) => sum + confidence, 0) / spans.length
}

function votedRelations(spans: readonly Span[], responses: readonly unknown[]): Relation[] {
  const votes = new Map<string, number>()
  for (const response of responses) {
    const own = spansIn(response) ?? []
    const { relations } = membersOf(response)
    const drawn = new Set(
      (Array.isArray(relations) ? relations : []).flatMap((relation) => {
        const { from, to, label } = relation as Relation
        const ends = [from, to].map((id) =>
          sameThing(
            own.find((span) => span.id === id),
            spans,
          ),
        )
        return ends[0] === null || ends[1] === null ? [] : [JSON.stringify({ from: ends[0], to: ends[1], label })]
      }),
    )
    for (const relation of drawn) votes.set(relation, (votes.get(relation) ?? 0) + 1)
  }
  const kept = [...votes].filter(([, count]) => count * 2 > responses.length).map(([relation]) => relation)
  return kept.toSorted((a, b) => Number(a > b) - Number(a < b)).map((relation) => JSON.parse(relation) as Relation)
}

function sameThing(span: Span | undefined, spans: readonly Span[]): string | null {
  if (span === undefined) return null
  const shared = spans.map((other) => ({ id: other.id, part: other.label === span.label ? overlap(span, other) : 0 }))
  const best = shared.toSorted((a, b) => b.part - a.part)[0]
  return best !== undefined && best.part >= SAME_THING ? best.id : null
}

function overlap(a: Span, b: Span): number {
  const common = Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start))
  return common / (Math.max(a.end, b.end) - Math.min(a.start, b.start))
}
