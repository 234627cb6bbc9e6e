import {
  accuracy,
  agreement,
  AggregationError,
  answerAt,
  crowdBuilder,
  krippendorffAlpha,
  majorityVote,
  topLabels,
  type Aggregate,
  type Crowd,
} from '@canut/aggregation'
import { calibrationBins, creditOf, describeMethod, parseMethod, runMethod, type MethodName, type Outcome } from '../methods/index.ts'
import type { LabelAggregation } from './aggregation-messages.ts'
import type { Aggregator } from './aggregator.ts'
import type { ComputedResult, RunFigures } from './run-figures.ts'

/** 128 MB a table: a batch of free text, where nearly every label is new, gets the majority only. */
const MAX_CELLS = 2 ** 24
/** With fewer, a few more may well change what `auto` chooses; from there on its choice, which takes seconds, stands while responses grow or shrink by a tenth. */
const CHOICE_STANDS_FROM = 300
const CHOICE_STANDS_WITHIN = 0.1
/** An interval of a thousand draws at up to 200,000 responses, of fewer draws above, so that it takes a second at most. */
const DRAWN_RESPONSES_MAX = 200_000_000
/** With fewer responses on a task, a response agrees with a result that is little else than itself. */
const COMPARED_FROM = 3

/** Labels by the named method. Gold is only compared with: it teaches nothing, or its accuracy would mean nothing. */
export function labelAggregator(asked: LabelAggregation): Aggregator {
  const builder = crowdBuilder()
  const truth = new Map<string, string>()
  let done: { readonly crowd: Crowd; readonly result: Aggregate } | null = null
  return {
    addTruths(tasks, values) {
      for (const [i, task] of tasks.entries()) truth.set(task, values[i] ?? '')
    },
    addResponses(tasks, workers, values) {
      for (const [i, task] of tasks.entries()) builder.add(task, workers[i] ?? '', values[i] ?? '')
    },
    compute() {
      const crowd = builder.build()
      const startedAt = performance.now()
      const ran = runAsked(crowd, asked)
      const seconds = (performance.now() - startedAt) / 1000
      done = { crowd, result: ran.result }
      return { ...figuresOf(crowd, ran.result, truth, asked.ordered), ...ran.figures, seconds }
    },
    *results() {
      if (done !== null) yield* resultsOf(done.crowd, done.result)
    },
  }
}

type OfMethod = Pick<
  RunFigures,
  'method' | 'reason' | 'compared' | 'chosenAt' | 'parameters' | 'iterations' | 'converged' | 'failure' | 'responseAccuracy'
>

function runAsked(crowd: Crowd, asked: LabelAggregation): { result: Aggregate; figures: OfMethod } {
  const method = parseMethod(asked.method)
  if (method === null || describeMethod(method).kind !== 'labels') throw new Error(`${asked.method} is no method for labels`)
  const stands = method === 'auto' && asked.former !== null && isStanding(crowd, asked.former)
  const outcome = tryMethod(method, crowd, asked, stands)
  if (outcome === null) {
    const result = majorityVote(crowd)
    const none = { reason: null, compared: [], chosenAt: null, iterations: null, converged: null }
    return {
      result,
      figures: { ...none, method: 'majority-vote', parameters: {}, failure: 'too_large', responseAccuracy: shareRight(crowd, result) },
    }
  }
  const { result, chosen } = outcome
  return {
    result,
    figures: {
      method: chosen?.method ?? method,
      reason: chosen?.reason ?? null,
      compared: (stands ? asked.former?.compared : chosen?.compared) ?? [],
      chosenAt: method !== 'auto' ? null : stands ? (asked.former?.responses ?? null) : crowd.size,
      parameters: { ...describeMethod(method).parameters, ...(asked.ordered === null ? {} : { order: asked.ordered.join(' < ') }) },
      iterations: result.iterations ?? null,
      converged: result.converged ?? null,
      failure: null,
      responseAccuracy: meanAccuracy(crowd, outcome) ?? shareRight(crowd, result),
    },
  }
}

function isStanding(crowd: Crowd, { responses }: { readonly responses: number }): boolean {
  return crowd.size >= CHOICE_STANDS_FROM && Math.abs(crowd.size - responses) <= CHOICE_STANDS_WITHIN * responses
}

type LabelOutcome = Extract<Outcome, { kind: 'labels' }>

function tryMethod(method: MethodName, crowd: Crowd, { ordered, former }: LabelAggregation, stands: boolean): LabelOutcome | null {
  const choice = stands && former !== null ? { choice: former } : {}
  try {
    return runMethod(
      method,
      { kind: 'labels', crowd },
      { gold: null, seed: null, order: ordered, maxCells: MAX_CELLS, ...choice },
    ) as LabelOutcome
  } catch (error) {
    if (error instanceof AggregationError && error.refusal.kind === 'too_large') return null
    throw error
  }
}

function figuresOf(
  crowd: Crowd,
  result: Aggregate,
  truth: ReadonlyMap<string, string>,
  ordered: readonly string[] | null,
): Omit<RunFigures, keyof OfMethod | 'seconds'> {
  const right = accuracy(result, truth)
  const gold: { confidence: number; right: number }[] = []
  for (const [task, id] of result.tasks.entries()) {
    const known = truth.get(id)
    if (known !== undefined) gold.push({ confidence: result.confidence[task] ?? 0, right: creditOf(result, task, known) })
  }
  return {
    responses: crowd.size,
    tasks: crowd.tasks.length,
    workers: crowd.workers.length,
    classes: crowd.labels.length,
    agreement: agreement(crowd).mean,
    alpha: alphaOf(crowd, ordered),
    goldTasks: right.tasks,
    majorityVoteAccuracy: right.tasks === 0 ? null : accuracy(majorityVote(crowd), truth).fraction,
    accuracy: right.fraction,
    responseAgreement: shareRight(crowd, result),
    calibration: calibrationBins(gold),
  }
}

function alphaOf(crowd: Crowd, ordered: readonly string[] | null): RunFigures['alpha'] {
  const resamples = Math.min(1000, Math.floor(DRAWN_RESPONSES_MAX / Math.max(1, crowd.size)))
  const scale = ordered === null ? {} : ({ scale: 'ordinal', order: ordered } as const)
  const { alpha, interval } = krippendorffAlpha(crowd, { resamples, ...scale })
  return alpha === null ? null : { value: alpha, low: interval?.low ?? null, high: interval?.high ?? null }
}

/** The share of responses that are the result, of tasks with at least three; null without such a task. */
function shareRight(crowd: Crowd, result: Aggregate): number | null {
  const { start, label } = crowd.byTask
  let [right, responses] = [0, 0]
  for (let task = 0; task < crowd.tasks.length; task++) {
    const [from, to] = [start[task] ?? 0, start[task + 1] ?? 0]
    if (to - from < COMPARED_FROM) continue
    const top = new Set(topLabels(result, task))
    for (let i = from; i < to; i++) if (top.has(crowd.labels[label[i] ?? 0] ?? '')) right += 1 / top.size
    responses += to - from
  }
  return responses === 0 ? null : right / responses
}

/** What the method itself estimates of the workers, each weighing as many responses as they gave; null where it does not. */
function meanAccuracy(crowd: Crowd, { result }: LabelOutcome): number | null {
  const { workerAccuracy } = result
  if (workerAccuracy === undefined || crowd.size === 0) return null
  const { start } = crowd.byWorker
  let sum = 0
  for (let who = 0; who < crowd.workers.length; who++) sum += (workerAccuracy.mean[who] ?? 0) * ((start[who + 1] ?? 0) - (start[who] ?? 0))
  return sum / crowd.size
}

function* resultsOf(crowd: Crowd, result: Aggregate): Generator<ComputedResult, void, undefined> {
  const { start } = crowd.byTask
  for (let task = 0; task < crowd.tasks.length; task++) {
    const { label, tied, confidence } = answerAt(result, task)
    const given = crowd.byTask.label.subarray(start[task], start[task + 1])
    const divided = given.some((each) => each !== given[0])
    yield { number: crowd.tasks[task] ?? '', label, tied, response: null, confidence, responses: given.length, divided }
  }
}
