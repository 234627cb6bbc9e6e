import type { Responses } from '../responses.ts'
import { checkedSpans, labelsOf, type Span, type SpanOptions } from './spans.ts'
import { piecesOf } from './sweep.ts'

/** F1 between people, in [0, 1]; null where nobody who shares a task marked anything, or nobody shares one. */
export interface SpanAgreement {
  /** Of whole spans: a pair agrees on a span when label and both boundaries are the same. */
  readonly exact: number | null
  /** Of what is covered: a pair agrees on the length that both marked with the same label. */
  readonly extent: number | null
  /** Per task, as `exact`. */
  readonly perTask: readonly (number | null)[]
  /** Per worker, as `exact`, over the pairs that the worker is in. */
  readonly perWorker: readonly (number | null)[]
}

/**
 * How much people agree: F1 of each pair of responses to the same task, either as the truth for the other, all pairs together,
 *
 *   F1 = Σ_{pairs} 2 |A ∩ B| / Σ_{pairs} (|A| + |B|),
 *
 * where |·| counts spans (`exact`) or measures length (`extent`). F1 is used because kappa would need the number of spans that
 * could have been marked, which is not defined.
 *
 * @throws AggregationError `invalid_value`, as `spanVote`. Time O(spans × log spans): pairs are counted, not visited.
 *
 * Reference: Hripcsak and Rothschild, JAMIA 12(3), 2005; doi:10.1197/jamia.M1733.
 */
export function spanAgreement(responses: Responses<readonly Span[]>, options: SpanOptions = {}): SpanAgreement {
  const { tasks, workers, byTask } = responses
  const given = checkedSpans(responses, options)
  const whole = { common: 0, total: 0 }
  const length = { common: 0, total: 0 }
  const own = workers.map(() => ({ common: 0, total: 0 }))
  const perTask = tasks.map((_, task) => {
    const from = byTask.start[task]!
    const people = given.slice(from, byTask.start[task + 1])
    const others = people.length - 1
    const spans = people.reduce((sum, { length: many }) => sum + many, 0)
    const times = timesGiven(people)
    let pairs = 0
    for (const count of times.values()) pairs += count * (count - 1)
    for (const [n, mine] of people.entries()) {
      const mineTotal = own[byTask.worker[from + n]!]!
      for (const span of mine) mineTotal.common += 2 * (times.get(nameOf(span))! - 1)
      mineTotal.total += others * mine.length + (spans - mine.length)
    }
    whole.common += pairs
    whole.total += others * spans
    addExtent(people, length)
    return rate(pairs, others * spans)
  })
  return {
    exact: rate(whole.common, whole.total),
    extent: rate(length.common, length.total),
    perTask,
    perWorker: own.map((each) => rate(each.common, each.total)),
  }
}

function timesGiven(people: readonly (readonly Span[])[]): Map<string, number> {
  const times = new Map<string, number>()
  for (const own of people) for (const span of own) times.set(nameOf(span), (times.get(nameOf(span)) ?? 0) + 1)
  return times
}

function nameOf({ start, end, label }: Span): string {
  return `${start} ${end} ${label}`
}

function addExtent(people: readonly (readonly Span[])[], sums: { common: number; total: number }): void {
  for (const label of labelsOf(people)) {
    for (const { start, end, marked } of piecesOf(people.map((own) => own.filter((span) => span.label === label)))) {
      sums.common += (end - start) * marked * (marked - 1)
      sums.total += (end - start) * marked * (people.length - 1)
    }
  }
}

function rate(common: number, total: number): number | null {
  return total === 0 ? null : Math.min(1, common / total)
}
