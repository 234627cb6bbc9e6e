import { AggregationError } from '../aggregation-error.ts'
import { topLabels } from '../aggregate.ts'
import { checkMap, checkOption, kindOf } from '../check-option.ts'
import { crowdBuilder } from '../crowd.ts'
import { dawidSkene } from '../dawid-skene.ts'
import type { Responses } from '../responses.ts'
import { tokensOf } from '../text/tokens.ts'
import { checkedSpans, compareSpans, labelsOf, type FoundSpan, type Span, type SpanAggregate } from './spans.ts'

/** Options of {@link tokenDawidSkene}. */
export interface TokenDawidSkeneOptions {
  /** Added to every cell of the confusion matrices. 0.5 unless told. */
  readonly smoothing?: number
  /** 1000 unless told. */
  readonly maxIterations?: number
}

/** What {@link tokenDawidSkene} returns. */
export interface TokenDawidSkene extends SpanAggregate {
  readonly method: 'token-dawid-skene'
  readonly labels: readonly string[]
  /** `confusion[((l * workers + w) * 3 + truth) * 3 + given]`: outside, at the beginning of, or inside a span of label l. */
  readonly confusion: Float64Array
  /** The most of any label. */
  readonly iterations: number
  readonly converged: boolean
}

const classes = ['outside', 'begin', 'inside'] as const

/**
 * Dawid and Skene's model word by word: for each label, every word of a text is outside of its spans, begins one or is inside one,
 * and every worker has a confusion matrix over these three; see `dawidSkene`, which is run once per label.
 *
 * A worker's span has the words of which it covers at least half, without punctuation; a word inside two spans of one label is
 * begun by the later one. In the result, words inside a span follow the one before, or begin a span where none is open. Words are
 * those of `tokensOf`.
 *
 * Assumes that workers err word by word independently, which they do not (a span forgotten is all its words forgotten), so that
 * it is too sure; and that each worker has marked some dozens of words. Do not use it for a handful of texts: see `spanVote`.
 *
 * @param texts the text of every task with responses.
 * @returns per task the spans, from the first character of their first word to the last of their last; confidence is the least
 *   posterior of their words. Where one worker responded alone, what that worker marked, with confidence 1. Words for which "outside" is as likely as anything are outside; `tied` is always empty.
 * @throws AggregationError `invalid_value` for spans that are reversed, empty, outside the text or not finite, or a task without
 *   a text; `invalid_option`; `too_large`. Row order does not matter.
 *
 * Time O(labels × iterations × responses × words).
 *
 * Reference: Dawid and Skene, Applied Statistics 28(1), 1979; doi:10.2307/2346806. For words: Rodrigues, Pereira and Ribeiro,
 * Machine Learning 95(2), 2014; doi:10.1007/s10994-013-5411-2 (theirs has transitions between words, this has not).
 */
export function tokenDawidSkene(
  responses: Responses<readonly Span[]>,
  texts: ReadonlyMap<string, string>,
  options: TokenDawidSkeneOptions = {},
): TokenDawidSkene {
  const { smoothing = 0.5, maxIterations = 1000 } = options
  checkOption('smoothing', smoothing, 'a number from 0 to 1000000', smoothing >= 0 && smoothing <= 1_000_000)
  checkMap('texts', texts, 'a map from task to text')
  const { tasks, workers, byTask } = responses
  const words = tasks.map((task, t) => tokensOf(textOf(responses, texts, task, t)))
  const given = checkedSpans(responses, { lengths: new Map(tasks.map((task) => [task, texts.get(task)!.length])) })
  const labels = labelsOf(given)
  const confusion = new Float64Array(labels.length * workers.length * classes.length ** 2)
  const spans: FoundSpan[][] = tasks.map(() => [])
  let [iterations, converged] = [0, true]
  for (const [l, label] of labels.entries()) {
    const crowd = crowdOfWords(responses, words, given, label)
    const result = dawidSkene(crowd, { smoothing, maxIterations })
    iterations = Math.max(iterations, result.iterations)
    converged &&= result.converged
    writeConfusion(confusion, l, result, workers)
    const byWord = new Map(crowd.tasks.map((id, n) => [id, n]))
    for (const [t, own] of words.entries()) {
      const [from, to] = [byTask.start[t]!, byTask.start[t + 1]!]
      const states =
        to - from > 1
          ? own.map((_, n) => stateOf(result, byWord.get(`${t} ${n}`)!))
          : Array.from(
              statesIn(
                own,
                given[from]!.filter((span) => span.label === label),
              ),
              (state) => ({ state: classes[state]!, posterior: 1 }),
            )
      spans[t]!.push(...spansOf(own, states, label))
    }
  }
  const tied = tasks.map(() => [])
  return {
    method: 'token-dawid-skene',
    tasks,
    workers,
    spans: spans.map((each) => each.toSorted(compareSpans)),
    tied,
    labels,
    confusion,
    iterations,
    converged,
  }
}

interface Word {
  readonly start: number
  readonly end: number
}

function textOf({ workers, byTask }: Responses<readonly Span[]>, texts: ReadonlyMap<string, string>, task: string, t: number): string {
  const text = texts.get(task)
  if (typeof text === 'string') return text
  const worker = workers[byTask.worker[byTask.start[t]!]!]!
  throw new AggregationError({
    kind: 'invalid_value',
    task,
    worker,
    expected: 'a response to a task with a text',
    received: text === undefined ? 'none' : kindOf(text),
  })
}

function crowdOfWords(
  { tasks, workers, byTask }: Responses<readonly Span[]>,
  words: readonly (readonly Word[])[],
  given: readonly (readonly Span[])[],
  label: string,
) {
  const builder = crowdBuilder({ repeats: 'all' })
  for (let t = 0; t < tasks.length; t++) {
    // What one worker alone has judged says nothing about anybody.
    if (byTask.start[t + 1]! - byTask.start[t]! < 2) continue
    for (let i = byTask.start[t]!; i < byTask.start[t + 1]!; i++) {
      const states = statesIn(
        words[t]!,
        given[i]!.filter((span) => span.label === label),
      )
      for (const [n, state] of states.entries()) builder.add(`${t} ${n}`, workers[byTask.worker[i]!]!, classes[state]!)
    }
  }
  return builder.build()
}

/** Per word 0, 1 or 2: outside, begin, inside. */
function statesIn(words: readonly Word[], spans: readonly Span[]): Uint8Array {
  const states = new Uint8Array(words.length)
  for (const span of spans) {
    let state = 1
    for (const [n, { start, end }] of words.entries()) {
      const covered = Math.min(end, span.end) - Math.max(start, span.start)
      if (2 * covered < end - start) continue
      if (states[n] !== 1) states[n] = state
      state = 2
    }
  }
  return states
}

function writeConfusion(target: Float64Array, l: number, result: ReturnType<typeof dawidSkene>, workers: readonly string[]): void {
  const numbers = new Map(result.workers.map((worker, n) => [worker, n]))
  const at = classes.map((each) => result.labels.indexOf(each))
  for (const [w, worker] of workers.entries()) {
    const who = numbers.get(worker)
    for (const [truth, row] of at.entries()) {
      for (const [state, column] of at.entries()) {
        // A worker who judged no word that another did, or a state that nobody gave: nothing is known, and taken for right.
        const known = who !== undefined && row !== -1 && column !== -1
        const value = known
          ? result.confusion[(who * result.labels.length + row) * result.labels.length + column]!
          : Number(truth === state)
        target[((l * workers.length + w) * classes.length + truth) * classes.length + state] = value
      }
    }
  }
}

function stateOf(result: ReturnType<typeof dawidSkene>, word: number) {
  const top = topLabels(result, word)
  return { state: top.length === 1 ? top[0]! : 'outside', posterior: result.confidence[word]! }
}

function spansOf(
  words: readonly Word[],
  states: readonly { readonly state: string; readonly posterior: number }[],
  label: string,
): FoundSpan[] {
  const spans: FoundSpan[] = []
  let isOpen = false
  for (const [n, { state, posterior }] of states.entries()) {
    const word = words[n]!
    if (state === 'inside' && isOpen) {
      const open = spans.pop()!
      spans.push({ ...open, end: word.end, confidence: Math.min(open.confidence, posterior) })
    } else if (state !== 'outside') spans.push({ start: word.start, end: word.end, label, confidence: posterior })
    isOpen = state !== 'outside'
  }
  return spans
}
