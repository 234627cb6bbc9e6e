import { getBatch } from '../batches/index.ts'
import { canutVersion } from '../platform/version.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { getTaskSetup } from '../task-types/index.ts'
import { readTally, type Tally } from '../work/index.ts'
import { startAggregationThread, type AggregationThread } from './aggregation-thread.ts'
import {
  alonePerBatch,
  beginRun,
  copyLabels,
  copyTruths,
  failRun,
  findLatestRuns,
  insertRun,
  listFinishedBatches,
  listUnfinished,
  replaceResults,
  type LatestRuns,
  type RunRow,
} from './runs.store.ts'

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
      const tally = await readTally(services.db, batchId)
      const run = await beginRun(services.db, batchId, tally, canutVersion, services.now())
      if (run === null) return
      try {
        await aggregate(services, run)
      } catch (error) {
        await failRun(services.db, run.id, services.now())
        throw error
      }
    }
  })
}

async function aggregate(services: Services, run: RunRow): Promise<void> {
  const startedAt = performance.now()
  const thread = startAggregationThread()
  try {
    await sendLabels(services, run.batch_id, thread)
    await sendTruths(services, run.batch_id, thread)
    const figures = await thread.aggregate({ batchId: run.batch_id, runId: run.id })
    await replaceResults(services.pool, run, figures, thread.rows(), services.now())
    const { responses, tasks, iterations, failure } = figures
    services.log.info(
      { batchId: run.batch_id, runId: run.id, responses, tasks, iterations, failure, ms: Math.round(performance.now() - startedAt) },
      'batch_aggregated',
    )
  } finally {
    await thread.close()
  }
}

async function sendLabels(services: Services, batchId: string, thread: AggregationThread): Promise<void> {
  for await (const rows of copyLabels(services.pool, batchId)) {
    const labelled = rows.filter((row) => row[2] !== null)
    const column = (index: number) => labelled.map((row) => row[index] ?? '')
    await thread.addLabels(column(0), column(1), column(2))
  }
}

async function sendTruths(services: Services, batchId: string, thread: AggregationThread): Promise<void> {
  const batch = await getBatch(services.db, batchId)
  const setup = getTaskSetup(batch.task_type, batch.settings)
  for await (const rows of copyTruths(services.pool, batchId)) {
    const truths = rows.flatMap(([number, truth]) => {
      const label = setup.truthLabel(JSON.parse(truth ?? 'null'))
      return label === null ? [] : [{ number: number ?? '', label }]
    })
    await thread.addTruth(
      truths.map(({ number }) => number),
      truths.map(({ label }) => label),
    )
  }
}

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
