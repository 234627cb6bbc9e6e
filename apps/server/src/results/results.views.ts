import type { MoreResponsesView, ResultView, RunView } from '@canut/contract'
import { publicId } from '../platform/ids.ts'
import type { MorePlan } from './ask-where-unsure.ts'
import type { ShownResult } from './list-results.ts'
import type { RunRow } from './runs.store.ts'

export function viewOfRun(run: RunRow): RunView {
  return {
    id: publicId('run', run.id),
    state: run.state,
    progress: run.phase === null ? null : { phase: run.phase, done: Number(run.progress_done), total: Number(run.progress_total) },
    methodAsked: run.method_asked,
    method: run.method,
    reason: run.reason,
    parameters: run.parameters,
    seconds: run.seconds,
    responses: run.responses === null ? null : Number(run.responses),
    tasks: run.tasks,
    workers: run.workers,
    agreement: run.agreement,
    alpha: run.alpha === null ? null : { value: run.alpha, low: run.alpha_low, high: run.alpha_high },
    iterations: run.iterations,
    converged: run.converged,
    goldTasks: run.gold_tasks,
    accuracy: { majorityVote: run.majority_vote_accuracy, method: run.accuracy },
    calibration: [...(run.calibration ?? [])],
    rowsChanged: run.rows_changed,
    failure: run.failure,
    version: run.version,
    requestedAt: run.requested_at.toISOString(),
    finishedAt: run.finished_at?.toISOString() ?? null,
  }
}

export function viewOfResult({ majority, outcome, ...result }: ShownResult): ResultView {
  return {
    taskNumber: result.number,
    payload: result.payload,
    truth: result.truth,
    responses: result.responses,
    majorityVote: majority === null ? null : { ...majority, tied: [...majority.tied] },
    result:
      outcome === null
        ? null
        : {
            method: outcome.method,
            label: outcome.label,
            tied: [...outcome.tied],
            response: outcome.response,
            confidence: outcome.confidence,
            responses: outcome.responses,
            adjudicatedAt: outcome.adjudication?.at.toISOString() ?? null,
          },
    disagreed: [...result.disagreed],
  }
}

export function viewOfMore({ below, tasks, waiting, more, advised, cost }: MorePlan, currency: string): MoreResponsesView {
  const money = (micros: bigint) => ({ micros: micros.toString(), currency })
  return {
    below,
    tasks,
    waiting,
    more,
    advised,
    pay: money(cost.pay),
    fee: money(cost.fee),
    reserve: money(cost.reserve),
    breaks: money(cost.breaks),
    total: money(cost.total),
  }
}
