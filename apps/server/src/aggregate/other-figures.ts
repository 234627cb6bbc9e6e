/** What a report shows of numbers and of texts; see `report-figures.ts` for labels. */
import { wordErrorRate, type Intervals, type Responses } from '@canut/aggregation'
import type { Bin } from '../methods/index.ts'
import { histogram, inOrder, workerRows, type WorkerFigures } from './report-figures.ts'

export interface NumberFigures {
  readonly kind: 'numbers'
  /** Distance between the least and the greatest response of each task. */
  readonly spread: readonly Bin[]
  readonly contested: readonly { readonly task: string; readonly value: number; readonly low: number; readonly high: number }[]
  /** Answer less truth; null without a truth. */
  readonly errors: readonly Bin[] | null
  readonly workers: WorkerFigures | null
}

export interface TextFigures {
  readonly kind: 'texts'
  readonly confidence: readonly Bin[]
  /** The least confident tasks. */
  readonly contested: readonly { readonly task: string; readonly confidence: number; readonly text: string }[]
  /** Word error rate of each task, from 0 to 1 and above; null without a truth. */
  readonly errors: readonly Bin[] | null
  readonly workers: WorkerFigures | null
}

const CONTESTED_MAX = 20

export function numberFigures(
  responses: Responses<number>,
  result: { readonly tasks: readonly string[]; readonly values: Float64Array; readonly workerParameters?: { readonly bias: Intervals } },
  errors: readonly number[] | null,
): NumberFigures {
  const { tasks, workers, byTask, byWorker } = responses
  const ranges = tasks.map((task, t) => {
    let [low, high] = [Infinity, -Infinity]
    for (let i = byTask.start[t]!; i < byTask.start[t + 1]!; i++) {
      low = Math.min(low, byTask.value[i]!)
      high = Math.max(high, byTask.value[i]!)
    }
    return { task, value: result.values[t]!, low, high }
  })
  const spreads = ranges.map(({ low, high }) => high - low)
  const widest = ranges.toSorted((a, b) => b.high - b.low - (a.high - a.low) || inOrder(a.task, b.task))
  const bias = result.workerParameters?.bias
  return {
    kind: 'numbers',
    spread: histogram(spreads, 0, greatest(spreads) || 1),
    contested: widest.filter(({ low, high }) => high > low).slice(0, CONTESTED_MAX),
    errors: errors === null || errors.length === 0 ? null : aroundZero(errors),
    workers: bias === undefined ? null : { basis: 'bias', rows: workerRows(workers, byWorker.start, bias) },
  }
}

export function textFigures(
  responses: Responses<string>,
  result: {
    readonly tasks: readonly string[]
    readonly texts: readonly string[]
    readonly confidence: Float64Array
    readonly errorRate?: Intervals
  },
  truth: ReadonlyMap<string, string> | null,
): TextFigures {
  const { tasks, texts, confidence, errorRate } = result
  const least = tasks.map((task, t) => ({ task, confidence: confidence[t]!, text: texts[t]! }))
  least.sort((a, b) => a.confidence - b.confidence || inOrder(a.task, b.task))
  const rates = tasks.flatMap((task, t) => {
    const expected = truth?.get(task)
    return expected === undefined ? [] : (wordErrorRate([{ text: texts[t]!, truth: expected }]).rate ?? [])
  })
  return {
    kind: 'texts',
    confidence: histogram(confidence, 0, 1),
    contested: least.filter((each) => each.confidence < 1).slice(0, CONTESTED_MAX),
    errors: rates.length === 0 ? null : histogram(rates, 0, 1),
    workers:
      errorRate === undefined ? null : { basis: 'error_rate', rows: workerRows(responses.workers, responses.byWorker.start, errorRate) },
  }
}

const greatest = (values: readonly number[]): number => values.reduce((most, each) => Math.max(most, each), 0)

function aroundZero(errors: readonly number[]): Bin[] {
  const reach = greatest(errors.map(Math.abs)) || 1
  return histogram(errors, -reach, reach)
}
