import { checkOption } from '../check-option.ts'
import type { Responses } from '../responses.ts'
import { checkedSpans, compareSpans, labelsOf, type FoundSpan, type Span, type SpanAggregate, type SpanOptions } from './spans.ts'
import { piecesOf, type Piece } from './sweep.ts'

/** Options of {@link spanVote}. */
export interface SpanVoteOptions extends SpanOptions {
  /** What is marked by more than this share of a task's workers is in the result; from 0, below 1. 0.5 unless told. */
  readonly threshold?: number
}

/** What {@link spanVote} returns. */
export interface SpanVote extends SpanAggregate {
  readonly method: 'span-vote'
}

/**
 * Majority vote at every point: per label, x is marked in the result when more than a share τ of the task's workers marked it,
 *
 *   x ∈ R(l)  ⇔  |{w : x ∈ a span of w with label l}| / n > τ.
 *
 * Points are not counted one by one: between two neighbouring boundaries all are alike. Marked points in a row are one span, and
 * are two where more than that share of the workers ended one span and began the next. Labels are judged apart, so that spans of
 * different labels may overlap in the result, as they may in responses; those of one person and label that overlap are one.
 *
 * Assumes equally good workers who set boundaries with care: each boundary of the result is one that somebody set. Do not use it
 * where many short spans are set at slightly different places: they may share no point that most marked. See `spanClusters`.
 *
 * @returns per task the spans; confidence is the mean share of workers over a span's length. Points marked by exactly the share τ
 *   are ties: reported, and not marked. One worker's spans are the result. No responses give an empty result.
 * @throws AggregationError `invalid_value` for spans that are reversed, empty, outside the length or not finite, `invalid_option`.
 *   Row order does not matter.
 *
 * Time O(spans × log spans), memory O(spans).
 */
export function spanVote(responses: Responses<readonly Span[]>, options: SpanVoteOptions = {}): SpanVote {
  const { threshold = 0.5 } = options
  checkOption('threshold', threshold, 'a number from 0, below 1', threshold >= 0 && threshold < 1)
  const { tasks, workers, byTask } = responses
  const given = checkedSpans(responses, options)
  const voted = tasks.map((_, task) => voteOn(given.slice(byTask.start[task], byTask.start[task + 1]), threshold))
  return { method: 'span-vote', tasks, workers, spans: voted.map(({ spans }) => spans), tied: voted.map(({ tied }) => tied) }
}

/** Of a share of a number of people. */
const rounding = 1e-9

function voteOn(people: readonly (readonly Span[])[], threshold: number) {
  const needed = threshold * people.length
  const spans: FoundSpan[] = []
  const tied: FoundSpan[] = []
  for (const label of labelsOf(people)) {
    const pieces = piecesOf(people.map((own) => own.filter((span) => span.label === label)))
    spans.push(...joined(pieces, label, people.length, needed, ({ marked }) => marked > needed + rounding))
    tied.push(...joined(pieces, label, people.length, needed, ({ marked }) => Math.abs(marked - needed) <= rounding))
  }
  return { spans: spans.toSorted(compareSpans), tied: tied.toSorted(compareSpans) }
}

/** Chosen pieces in a row, as spans. */
function joined(pieces: readonly Piece[], label: string, people: number, needed: number, isChosen: (piece: Piece) => boolean): FoundSpan[] {
  const spans: FoundSpan[] = []
  let open: { start: number; end: number; mass: number } | null = null
  const close = () => {
    if (open === null) return
    const { start, end, mass } = open
    spans.push({ start, end, label, confidence: Math.min(1, mass / ((end - start) * people)) })
    open = null
  }
  for (const piece of pieces) {
    if (!isChosen(piece)) continue
    const mass = piece.marked * (piece.end - piece.start)
    if (open !== null && open.end === piece.start && piece.parted <= needed + rounding) {
      open = { start: open.start, end: piece.end, mass: open.mass + mass }
      continue
    }
    close()
    open = { start: piece.start, end: piece.end, mass }
  }
  close()
  return spans
}
