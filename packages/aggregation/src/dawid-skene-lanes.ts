import { addTo, countTasks, expectTasks, maximiseWorkers, partStart } from './dawid-skene-model.ts'
import type { Parameters, Sums, TaskRows } from './dawid-skene-model.ts'

/** All tables of a run, over memory that threads share. */
export interface SharedModel {
  readonly rows: TaskRows
  readonly parameters: Parameters
  readonly sums: Sums
  readonly partSums: readonly Sums[]
  readonly smoothing: number
}

/** What a lane is asked: to take over a model, or one part of one step. */
export type LaneOrder =
  | { readonly step: 'begin'; readonly model: SharedModel }
  | { readonly step: 'count' | 'expect' | 'maximise'; readonly part: number }

/**
 * The other end of `dawidSkeneParallel`, to be run by each of its workers: hand every message that arrives to the function that this
 * returns, and send back what it returns.
 *
 * @throws TypeError from that function, for a message that does not come from `dawidSkeneParallel`.
 */
export function dawidSkeneLane(): (order: unknown) => number {
  let model: SharedModel | null = null
  return (order) => {
    if (!isOrder(order)) throw new TypeError('A lane takes the messages of dawidSkeneParallel only.')
    if (order.step === 'begin') {
      model = order.model
      return 0
    }
    if (model === null) throw new TypeError('A lane must begin before it can work.')
    return workOn(model, order.step, order.part)
  }
}

/** Returns what the step adds to the log-likelihood or to the log prior. */
function workOn(model: SharedModel, step: 'count' | 'expect' | 'maximise', part: number): number {
  const { rows, parameters, sums, partSums, smoothing } = model
  const parts = partSums.length
  if (step === 'maximise') {
    const k = sums.mass.length
    const workers = sums.counts.length / (k * k)
    const [from, to] = [partStart(workers, part, parts), partStart(workers, part + 1, parts)]
    const cells = sums.counts.subarray(from * k * k, to * k * k).fill(0)
    for (const { counts } of partSums) addTo(cells, counts.subarray(from * k * k, to * k * k))
    return maximiseWorkers(sums, parameters, smoothing, from, to)
  }
  const own = partSums[part]!
  own.counts.fill(0)
  own.mass.fill(0)
  const [from, to] = [partStart(rows.gold.length, part, parts), partStart(rows.gold.length, part + 1, parts)]
  if (step === 'expect') return expectTasks(rows, parameters, own, from, to)
  countTasks(rows, own, from, to)
  return 0
}

function isOrder(order: unknown): order is LaneOrder {
  const step = typeof order === 'object' && order !== null && 'step' in order ? order.step : null
  return step === 'begin' || step === 'count' || step === 'expect' || step === 'maximise'
}
