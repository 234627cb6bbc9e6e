import { accuracy, AggregationError, truthPairs, wordErrorRate, type AggregationRefusal } from '@canut/aggregation'
import { numberFigures, textFigures, type NumberFigures, type TextFigures } from './other-figures.ts'
import { labelFigures, type LabelFigures } from './report-figures.ts'
import {
  describeMethod,
  haveNaturalOrder,
  inNaturalOrder,
  runMethod,
  type Chosen,
  type Given,
  type MethodName,
  type Outcome,
  type RunOptions,
} from '../methods/index.ts'
import { runInThreads } from './run-in-threads.ts'

/** True values by task id, of the kind of the responses. */
export type Truth = ReadonlyMap<string, string> | ReadonlyMap<string, number>

export interface Request extends RunOptions {
  readonly method: MethodName
  readonly given: Given
  readonly truth: Truth | null
  /** for methods that say `threads`; others use one */
  readonly threads: number
  readonly wantsFigures: boolean
}

export type Answers =
  | {
      readonly kind: 'labels'
      readonly tasks: readonly string[]
      readonly labels: readonly string[]
      readonly top: { readonly start: Int32Array; readonly label: Int32Array }
      readonly confidence: Float64Array
    }
  | {
      readonly kind: 'numbers'
      readonly tasks: readonly string[]
      readonly values: Float64Array
      /** 90 % intervals, where the method has them */
      readonly low: Float64Array | null
      readonly high: Float64Array | null
    }
  | {
      readonly kind: 'texts'
      readonly tasks: readonly string[]
      readonly texts: readonly string[]
      /** texts that tie, where the method says so; `texts` has the first */
      readonly tied: readonly (readonly string[])[] | null
      readonly confidence: Float64Array
    }

/** How the answers compare with the truth; tasks given as gold do not count. */
export type Judged =
  | { readonly kind: 'labels'; readonly tasks: number; readonly accuracy: number | null; readonly tied: number }
  | {
      readonly kind: 'numbers'
      readonly tasks: number
      readonly meanAbsoluteError: number | null
      readonly rootMeanSquareError: number | null
    }
  | { readonly kind: 'texts'; readonly tasks: number; readonly accuracy: number | null; readonly wordErrorRate: number | null }

/** What the method was told, besides the responses; of gold, how many tasks. */
export type Parameters = Readonly<Record<string, number | string>>

/** What is said about every run. */
export interface Summary {
  readonly method: MethodName
  readonly parameters: Parameters
  readonly chosen: Chosen | null
  readonly iterations: number | null
  readonly converged: boolean | null
  readonly tasks: number
  readonly workers: number
  /** responses that counted */
  readonly labels: number
  readonly replaced: number
  /** different labels; null for numbers and texts */
  readonly classes: number | null
  /** of the method alone */
  readonly seconds: number
  readonly judged: Judged | null
}

/** A run whose answers are in memory. */
export interface Computed extends Summary {
  readonly answers: Answers
  readonly figures: LabelFigures | NumberFigures | TextFigures | null
}

/** The same with what was read before it. */
export interface Aggregated<C extends Summary = Summary> {
  readonly computed: C
  readonly readSeconds: number
  readonly truthWithoutTask: number
  readonly goldWithoutTask: number
}

export type Refused = AggregationRefusal | { readonly kind: 'order_unknown'; readonly labels: readonly string[] }

export type ComputeAnswer = { readonly ok: true; readonly computed: Computed } | { readonly ok: false; readonly refusal: Refused }

/** Runs the method, and compares its answers with the truth. What the method refuses is a value. */
export async function compute(request: Request): Promise<ComputeAnswer> {
  const { method, given, gold, truth } = request
  if (method === 'ordinal-dawid-skene' && request.order === null && given.kind === 'labels' && !haveNaturalOrder(given.crowd.labels))
    return { ok: false, refusal: { kind: 'order_unknown', labels: given.crowd.labels.slice(0, 20) } }

  const startedAt = performance.now()
  let outcome: Outcome
  try {
    outcome = request.threads > 1 ? await runInThreads(method, given, request) : runMethod(method, given, request)
  } catch (error) {
    if (error instanceof AggregationError) return { ok: false, refusal: error.refusal }
    throw error
  }
  const seconds = (performance.now() - startedAt) / 1000
  const unseen = unseenTruth(truth, gold)
  const source = given.kind === 'labels' ? given.crowd : given.responses
  const { iterations, converged } = outcome.result
  const computed: Computed = {
    method,
    parameters: parametersOf(request),
    chosen: outcome.kind === 'labels' ? outcome.chosen : null,
    iterations: iterations ?? null,
    converged: converged ?? null,
    tasks: source.tasks.length,
    workers: source.workers.length,
    labels: source.size,
    replaced: source.replaced,
    classes: given.kind === 'labels' ? given.crowd.labels.length : null,
    seconds,
    answers: answersOf(outcome),
    judged: unseen === null ? null : judge(outcome, unseen),
    figures: request.wantsFigures ? figuresOf(given, outcome, unseen) : null,
  }
  return { ok: true, computed }
}

function parametersOf({ method, given, gold, seed, order }: Request): Parameters {
  const { parameters, seed: takesSeed, order: takesOrder } = describeMethod(method)
  return {
    ...parameters,
    ...(takesSeed === true ? { seed: seed ?? 0 } : {}),
    ...(takesOrder === true && given.kind === 'labels' ? { order: (order ?? inNaturalOrder(given.crowd.labels)).join(' < ') } : {}),
    ...(gold === null ? {} : { gold: gold.size }),
  }
}

function answersOf(outcome: Outcome): Answers {
  const { kind, result } = outcome
  switch (kind) {
    case 'labels':
      return { kind, tasks: result.tasks, labels: result.labels, top: result.top, confidence: result.confidence }
    case 'numbers': {
      const { tasks, values, intervals } = result
      return { kind, tasks, values, low: intervals?.low ?? null, high: intervals?.high ?? null }
    }
    case 'texts':
      return { kind, tasks: result.tasks, texts: result.texts, tied: result.tied ?? null, confidence: result.confidence }
  }
}

function judge(outcome: Outcome, truth: Truth): Judged {
  const { kind, result } = outcome
  switch (kind) {
    case 'labels': {
      const { fraction, tasks, tied } = accuracy(result, truth as ReadonlyMap<string, string>)
      return { kind, tasks, accuracy: fraction, tied }
    }
    case 'numbers': {
      const errors = numberErrors(result, truth as ReadonlyMap<string, number>)
      const mean = (values: readonly number[]) => (values.length === 0 ? null : values.reduce((sum, each) => sum + each, 0) / values.length)
      const square = mean(errors.map((error) => error ** 2))
      return {
        kind,
        tasks: errors.length,
        meanAbsoluteError: mean(errors.map(Math.abs)),
        rootMeanSquareError: square === null ? null : Math.sqrt(square),
      }
    }
    case 'texts': {
      const { rate, pairs, exact } = wordErrorRate(truthPairs(result, truth as ReadonlyMap<string, string>))
      return { kind, tasks: pairs, accuracy: pairs === 0 ? null : exact / pairs, wordErrorRate: rate }
    }
  }
}

function numberErrors(result: { tasks: readonly string[]; values: Float64Array }, truth: ReadonlyMap<string, number>): number[] {
  return result.tasks.flatMap((id, task) => {
    const expected = truth.get(id)
    return expected === undefined ? [] : [result.values[task]! - expected]
  })
}

function figuresOf(given: Given, outcome: Outcome, truth: Truth | null): Computed['figures'] {
  if (outcome.kind === 'labels' && given.kind === 'labels')
    return labelFigures(given.crowd, outcome.result, truth as ReadonlyMap<string, string> | null)
  if (outcome.kind === 'numbers' && given.kind === 'numbers') {
    const errors = truth === null ? null : numberErrors(outcome.result, truth as ReadonlyMap<string, number>)
    return numberFigures(given.responses, outcome.result, errors)
  }
  if (outcome.kind === 'texts' && given.kind === 'texts')
    return textFigures(given.responses, outcome.result, truth as ReadonlyMap<string, string> | null)
  return null
}

/** The truth of tasks that were not given as gold. */
export function unseenTruth<T extends Truth>(truth: T | null, gold: ReadonlyMap<string, unknown> | null): T | null {
  if (truth === null || gold === null) return truth
  const kept = new Map<string, string | number>()
  for (const [task, value] of truth) if (!gold.has(task)) kept.set(task, value)
  return kept as Truth as T
}
