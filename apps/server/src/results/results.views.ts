import type { ResultView, RunView } from '@canut/contract'
import { publicId } from '../platform/ids.ts'
import type { ShownResult } from './list-results.ts'
import type { RunRow } from './runs.store.ts'

export function viewOfRun(run: RunRow): RunView {
  return {
    id: publicId('run', run.id),
    state: run.state,
    responses: run.responses === null ? null : Number(run.responses),
    tasks: run.tasks,
    workers: run.workers,
    agreement: run.agreement,
    iterations: run.iterations,
    converged: run.converged,
    goldTasks: run.gold_tasks,
    accuracy: { majorityVote: run.majority_vote_accuracy, dawidSkene: run.dawid_skene_accuracy },
    failure: run.failure,
    version: run.version,
    requestedAt: run.requested_at.toISOString(),
    finishedAt: run.finished_at?.toISOString() ?? null,
  }
}

export function viewOfResult(result: ShownResult): ResultView {
  return {
    taskNumber: result.number,
    payload: result.payload,
    truth: result.truth,
    responses: result.responses,
    majorityVote: result.majority === null ? null : { ...result.majority, tied: [...result.majority.tied] },
    dawidSkene: result.dawidSkene === null ? null : { ...result.dawidSkene, tied: [...result.dawidSkene.tied] },
    disagreed: [...result.disagreed],
  }
}
