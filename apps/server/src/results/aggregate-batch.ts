import { getBatch, type BatchRow } from '../batches/index.ts'
import { canutVersion } from '../platform/version.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { getTaskSetup, type TaskSetup } from '../task-types/index.ts'
import { readTally, type Tally } from '../work/index.ts'
import { startAggregationThread, type AggregationThread } from './aggregation-thread.ts'
import type { Aggregation } from './aggregation-messages.ts'
import { methodOf } from './methods-of-batch.ts'
import { copyBodies, copyLabels, copyTruths } from './responses-in.store.ts'
import { RunCancelled } from './run-cancelled.ts'
import { NO_FIGURES, type RunFigures } from './run-figures.ts'
import { followRun, type RunProgress } from './run-progress.ts'
import {
  alonePerBatch,
  beginRun,
  failRun,
  findLatestRuns,
  insertRun,
  listFinishedBatches,
  listUnfinished,
  type LatestRuns,
  type RunRow,
} from './runs.store.ts'
import { writeResults } from './write-results.store.ts'

export const AGGREGATE_QUEUE = 'aggregate-batch'
const SWEEP_EVERY_SECONDS = 30
/** A run that a living process has not finished by then is looked at again. */
const LOST_AFTER_MS = 30_000
const CLOSED_WITHIN_MS = 14 * 86_400_000
/** A page that is opened again and again asks for a new run at most this often, or ten times the length of the last one. */
const GAP_MIN_MS = 10_000
const GAP_FACTOR = 10

/** Asks for a new run; one that waits already is the answer to all who ask. */
export async function requestAggregation(services: Services, batchId: string): Promise<RunRow> {
  return inTransaction(services.db, async (tx) => {
    const { run, isNew } = await insertRun(tx, { id: newId(), batchId, now: services.now() })
    if (isNew) await services.jobs.send(tx, AGGREGATE_QUEUE, { batchId })
    return run
  })
}

/** Have responses come or gone since this run began? */
function isOutdated(run: RunRow, tally: Pick<Tally, 'submitted' | 'rejected'>): boolean {
  return Number(run.seen_submitted) !== tally.submitted || Number(run.seen_rejected) !== tally.rejected
}

/** For whoever looks at results: asks for a run when there are newer responses, but not at every look. */
export async function refreshAggregation(services: Services, batchId: string): Promise<LatestRuns> {
  const runs = await findLatestRuns(services.db, batchId)
  const tally = await readTally(services.db, batchId)
  const { newest } = runs
  if (newest === null) {
    return tally.submitted === 0 ? runs : { ...runs, newest: await requestAggregation(services, batchId) }
  }
  if (newest.finished_at === null || !isOutdated(newest, tally)) return runs
  const took = newest.finished_at.getTime() - (newest.started_at ?? newest.finished_at).getTime()
  const earliest = newest.finished_at.getTime() + Math.max(GAP_MIN_MS, GAP_FACTOR * took)
  if (services.now().getTime() < earliest) return runs
  return { ...runs, newest: await requestAggregation(services, batchId) }
}

/** Does all runs of a batch that wait. Does nothing when another process is at it. */
export async function aggregateBatch(services: Services, batchId: string): Promise<void> {
  await alonePerBatch(services.pool, batchId, async () => {
    for (;;) {
      const batch = await getBatch(services.db, batchId)
      const seen = await readTally(services.db, batchId)
      const { done: former } = await findLatestRuns(services.db, batchId)
      const run = await beginRun(services.db, batchId, { seen, method: methodOf(batch), version: canutVersion, now: services.now() })
      if (run === null) return
      try {
        await aggregate(services, batch, run, former)
      } catch (error) {
        if (error instanceof RunCancelled) {
          services.log.info({ batchId, runId: run.id }, 'aggregation_cancelled')
          continue
        }
        await failRun(services.db, run.id, services.now())
        throw error
      }
    }
  })
}

async function aggregate(services: Services, batch: BatchRow, run: RunRow, former: RunRow | null): Promise<void> {
  const startedAt = performance.now()
  const setup = getTaskSetup(batch.task_type, batch.settings)
  const aggregation = aggregationOf(batch, setup, former)
  if (aggregation === null) {
    await writeResults(services.pool, { run, figures: NO_FIGURES, rows: noRows(), sameWay: true, now: services.now() })
    return
  }
  const progress = followRun(services.db, run.id)
  const thread = startAggregationThread(progress.signal)
  try {
    progress.enter('reading', Number(run.progress_total))
    await thread.begin(aggregation)
    await sendTruths(services, batch, aggregation, thread)
    await sendResponses(services, batch.id, aggregation, thread, progress)
    progress.enter('computing', 0)
    const figures = await thread.compute()
    progress.enter('writing', figures.tasks)
    const rows = rowsOf(thread, progress)
    const changed = await writeResults(services.pool, { run, figures, rows, sameWay: isSameWay(former, figures), now: services.now() })
    const { responses, tasks, method, failure, seconds } = figures
    services.log.info(
      {
        batchId: batch.id,
        runId: run.id,
        responses,
        tasks,
        method,
        failure,
        changed,
        seconds,
        ms: Math.round(performance.now() - startedAt),
      },
      'batch_aggregated',
    )
  } finally {
    await progress.end()
    await thread.close()
  }
}

function aggregationOf(batch: BatchRow, setup: TaskSetup, former: RunRow | null): Aggregation | null {
  const method = methodOf(batch)
  const { consolidation } = setup
  if (method === null || consolidation === null) return null
  if (consolidation.kind === 'responses') return { kind: 'responses', method, taskType: batch.task_type, settings: batch.settings }
  const chosen = former !== null && former.method_asked === method && former.method !== null && former.chosen_at !== null
  return {
    kind: 'labels',
    method,
    ordered: consolidation.ordered ?? null,
    former: chosen
      ? { method: former.method ?? '', reason: former.reason ?? '', compared: former.compared, responses: Number(former.chosen_at) }
      : null,
  }
}

/** What another method, or another version, was unsure of is no measure for what changed. */
function isSameWay(former: RunRow | null, figures: RunFigures): boolean {
  return former !== null && former.method === figures.method && former.version === canutVersion
}

async function sendTruths(services: Services, batch: BatchRow, { kind }: Aggregation, thread: AggregationThread): Promise<void> {
  const setup = getTaskSetup(batch.task_type, batch.settings)
  for await (const rows of copyTruths(services.pool, batch.id)) {
    const truths = rows.flatMap(([number, truth]) => {
      const value = kind === 'labels' ? setup.truthLabel(JSON.parse(truth ?? 'null')) : truth
      return value === null || value === undefined ? [] : [{ number: number ?? '', value }]
    })
    await thread.addTruths(
      truths.map(({ number }) => number),
      truths.map(({ value }) => value),
    )
  }
}

async function sendResponses(
  { pool }: Services,
  batchId: string,
  { kind }: Aggregation,
  thread: AggregationThread,
  progress: RunProgress,
): Promise<void> {
  for await (const rows of kind === 'labels' ? copyLabels(pool, batchId) : copyBodies(pool, batchId)) {
    const column = (index: number) => rows.map((row) => row[index] ?? '')
    await thread.addResponses(column(0), column(1), column(2), kind === 'labels' ? [] : column(3))
    progress.add(rows.length)
  }
}

async function* rowsOf(thread: AggregationThread, progress: RunProgress): AsyncGenerator<string, void, undefined> {
  for await (const { text, count } of thread.rows()) {
    yield text
    progress.add(count)
  }
}

async function* noRows(): AsyncGenerator<string, void, undefined> {}

/** Asks for the last run of batches that are done or closed, and takes up what a process that is gone has left. */
export async function sweepAggregations(services: Services): Promise<void> {
  const now = services.now().getTime()
  for (const batchId of await listFinishedBatches(services.db, new Date(now - CLOSED_WITHIN_MS)))
    await requestAggregation(services, batchId)
  for (const batchId of await listUnfinished(services.db, new Date(now - LOST_AFTER_MS))) await aggregateBatch(services, batchId)
}

export function startResultTasks(services: Services): void {
  services.jobs.handle(AGGREGATE_QUEUE, ({ batchId }: { batchId: string }) => aggregateBatch(services, batchId))
  services.jobs.every('aggregate-finished', SWEEP_EVERY_SECONDS, () => sweepAggregations(services))
}
