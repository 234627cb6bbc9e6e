import {
  accuracy,
  agreement,
  AggregationError,
  answerAt,
  dawidSkene,
  majorityVote,
  type Aggregate,
  type Crowd,
  type DawidSkene,
} from '@canut/aggregation'
import { arrayLiteral, writeValue } from '../platform/db/copy-rows.ts'
import type { AggregationFigures } from './aggregation-messages.ts'

/** 128 MB a table, of which Dawid-Skene has four: a batch of free text, where nearly every label is new, gets the majority only. */
const MAX_CELLS = 2 ** 24
const ROWS_AT_ONCE = 5000

export interface Aggregated {
  readonly figures: AggregationFigures
  readonly majority: Aggregate
  readonly dawidSkene: Aggregate | null
}

/** Both methods over all labels of a batch. Gold is only compared with: it teaches nothing, or its accuracy would mean nothing. */
export function aggregateLabels(crowd: Crowd, truth: ReadonlyMap<string, string>): Aggregated {
  const majority = majorityVote(crowd)
  const model = tryDawidSkene(crowd)
  const right = accuracy(majority, truth)
  return {
    majority,
    dawidSkene: model,
    figures: {
      responses: crowd.size,
      tasks: crowd.tasks.length,
      workers: crowd.workers.length,
      agreement: agreement(crowd).mean,
      iterations: model?.iterations ?? null,
      converged: model?.converged ?? null,
      goldTasks: right.tasks,
      majorityVoteAccuracy: right.fraction,
      dawidSkeneAccuracy: model === null ? null : accuracy(model, truth).fraction,
      failure: model === null ? 'too_large' : null,
    },
  }
}

function tryDawidSkene(crowd: Crowd): DawidSkene | null {
  try {
    return dawidSkene(crowd, { maxCells: MAX_CELLS })
  } catch (error) {
    if (error instanceof AggregationError && error.refusal.kind === 'too_large') return null
    throw error
  }
}

/** The columns of `resultRows`, in order. */
export const RESULT_COLUMNS = ['batch_id', 'number', 'method', 'label', 'tied', 'confidence', 'responses', 'run_id'] as const

/** Rows of the table `results`, as COPY reads them, some thousand at a time. */
export function* resultRows(
  aggregated: Aggregated,
  crowd: Crowd,
  of: { batchId: string; runId: string },
): Generator<string, void, undefined> {
  const { start } = crowd.byTask
  for (const [method, result] of [
    ['majority_vote', aggregated.majority],
    ['dawid_skene', aggregated.dawidSkene],
  ] as const) {
    if (result === null) continue
    for (let from = 0; from < crowd.tasks.length; from += ROWS_AT_ONCE) {
      let rows = ''
      for (let task = from; task < Math.min(from + ROWS_AT_ONCE, crowd.tasks.length); task++) {
        const { label, tied, confidence } = answerAt(result, task)
        const responses = (start[task + 1] ?? 0) - (start[task] ?? 0)
        const cells = [
          of.batchId,
          crowd.tasks[task] ?? '',
          method,
          label,
          tied.length === 0 ? null : arrayLiteral(tied),
          confidence,
          responses,
          of.runId,
        ]
        rows += `${cells.map(writeValue).join('\t')}\n`
      }
      yield rows
    }
  }
}
