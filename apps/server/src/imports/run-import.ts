import { isDeepStrictEqual } from 'node:util'
import { addTasks, err, ok, type BatchError, type Result } from '@canut/domain'
import { addToBatch, costOfTasks, getBatch, lockBatch, type BatchRow } from '../batches/index.ts'
import { reserveForBatch } from '../ledger/index.ts'
import { findKnownMedia } from '../work-files/index.ts'
import { inCopyTransaction } from '../platform/db/copy.ts'
import type { Tx } from '../platform/db/database.ts'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import { getTaskSetup } from '../task-types/index.ts'
import { copyTasks, type TasksCopy } from './copy-tasks.store.ts'
import type { TableFormat } from '../platform/tables/index.ts'
import type { ImportFailure } from './failure.ts'
import { failInterrupted, moveImport, recordProgress, replaceProblems, tryLockImports, type ImportRow } from './imports.store.ts'
import { readTasks } from './read-tasks.ts'
import { tallyRows, type RowTally } from './tally-rows.ts'

/** How often the page of an import learns how far it is, and cancelling is noticed. */
const PROGRESS_MS = 500

type Ending = { readonly state: 'checked' | 'done' | 'cancelled' } | { readonly state: 'failed'; readonly failure: ImportFailure }

/** Leaves the transaction with nothing written. */
class NothingLoaded extends Error {
  /** null: another import of the batch is being read, and this one has not begun */
  readonly ending: Ending | null

  constructor(ending: Ending | null) {
    super(ending?.state ?? 'not begun')
    this.ending = ending
  }
}

export interface ImportRun {
  readonly import: ImportRow
  readonly mode: 'check' | 'load'
  readonly onBadRows: 'skip' | 'refuse'
  readonly source: AsyncIterable<Uint8Array>
  readonly format?: TableFormat | undefined
  readonly by: string
}

/**
 * Reads a file once, from its first byte to its last, at constant memory. Checking stores no task. Loading is one
 * transaction: all good rows or none. The import must be in state `checking` or `loading`; afterwards it has ended, unless
 * the answer is `import_running`: then another import of the batch is being read, and this one is left as it was.
 *
 * @throws what the source throws (the connection of whoever sends it, the file store); the import is not ended then, so
 *   that a job may begin again.
 */
export async function runImport(services: Services, run: ImportRun): Promise<Result<'ended', BatchError>> {
  const batch = await getBatch(services.db, run.import.batch_id)
  const tally = tallyRows()
  const ending = await inCopyTransaction<Ending | null>(services.pool, async (tx, client) => {
    if (!(await tryLockImports(tx, batch.id))) throw new NothingLoaded(null)
    await failInterrupted(services.db, batch.id, run.import.id, services.now())
    // read behind the lock: what another import added counts
    const { task_count } = await getBatch(tx, batch.id)
    const copy = run.mode === 'load' ? copyTasks(client, batch.id, task_count + 1) : null
    try {
      const cancelled = await readAll(services, run, batch, copy, tally)
      if (cancelled) throw new NothingLoaded({ state: 'cancelled' })
      const read = endingOf(tally, run)
      if (read.state !== 'done' || copy === null) throw new NothingLoaded(read)
      await copy.finish()
    } catch (error) {
      await copy?.abandon()
      throw error
    }
    await enterTasks(tx, services, run, tally, { ...batch, task_count })
    return { state: 'done' }
  }).catch((error: unknown) => {
    if (error instanceof NothingLoaded) return error.ending
    throw error
  })
  if (ending === null) return err({ kind: 'import_running' })
  await recordEnding(services, run, tally, ending)
  return ending.state === 'failed' && ending.failure.code === 'refused' ? err(ending.failure.refusal) : ok('ended')
}

/** @returns whether the import was cancelled meanwhile. */
async function readAll(services: Services, run: ImportRun, batch: BatchRow, copy: TasksCopy | null, tally: RowTally): Promise<boolean> {
  const setup = getTaskSetup(batch.task_type, batch.settings)
  const chunks = readTasks(run.source, {
    setup,
    taskType: batch.task_type,
    format: run.format,
    name: run.import.file_name,
    findMedia: (names) => namesOf(services, batch.project_id, names),
  })
  let shownAt = performance.now()
  for await (const chunk of chunks) {
    tally.add(chunk)
    // with a bad row nothing will be loaded: the rest is read for the report only
    const { rowsBad } = tally.counts()
    const isLost = run.onBadRows === 'refuse' && rowsBad > 0
    if (!isLost) await copy?.add(chunk.tasks)
    if (performance.now() - shownAt < PROGRESS_MS) continue
    shownAt = performance.now()
    const { cancelRequested } = await recordProgress(services.db, run.import.id, tally.counts(), services.now())
    if (cancelRequested) return true
  }
  return false
}

async function namesOf(services: Services, projectId: string, names: readonly string[]): Promise<ReadonlySet<string>> {
  return findKnownMedia(services.db, projectId, names)
}

function endingOf(tally: RowTally, { mode, onBadRows }: ImportRun): Ending {
  const { rowsGood, rowsBad } = tally.counts()
  if (tally.fileProblem !== null) return { state: 'failed', failure: { code: 'file_not_readable' } }
  if (mode === 'check') return { state: 'checked' }
  if (onBadRows === 'refuse' && rowsBad > 0) return { state: 'failed', failure: { code: 'rows_refused', rows: rowsBad } }
  if (rowsGood === 0) return { state: 'failed', failure: { code: 'no_good_rows' } }
  return { state: 'done' }
}

/** The batch may have been published or closed since the reading began: what holds now decides. */
async function enterTasks(tx: Tx, services: Services, run: ImportRun, tally: RowTally, before: BatchRow): Promise<void> {
  const { rowsGood, rowsGold } = tally.counts()
  const now = services.now()
  const batch = await lockBatch(tx, run.import.batch_id)
  if (batch === null) throw new NothingLoaded({ state: 'cancelled' })
  // the numbers follow the tasks that were there, and the rows were checked against the settings that were
  if (batch.task_count !== before.task_count || !isDeepStrictEqual(batch.settings, before.settings)) {
    throw new NothingLoaded({ state: 'failed', failure: { code: 'batch_changed' } })
  }
  const refused = (refusal: BatchError) => new NothingLoaded({ state: 'failed', failure: { code: 'refused', refusal } })
  const added = addTasks({ state: batch.state, tasks: batch.task_count }, rowsGood)
  if (!added.ok) throw refused(added.error)
  await addToBatch(tx, batch.id, rowsGood, rowsGold)
  if (added.value.reserves) {
    const { total: amount } = costOfTasks(batch, await readParameters(tx), { tasks: rowsGood, redundancy: batch.redundancy })
    const { organisation_id: organisationId, currency } = batch
    const reserved = await reserveForBatch(tx, { organisationId, batchId: batch.id, currency, amount, by: run.by, now })
    if (!reserved.ok) throw refused(reserved.error)
  }
  const ended = await moveImport(tx, run.import.id, ['loading'], 'done', { now, failure: null })
  if (!ended) throw new NothingLoaded({ state: 'cancelled' })
}

async function recordEnding(services: Services, run: ImportRun, tally: RowTally, ending: Ending): Promise<void> {
  const now = services.now()
  const { id, batch_id: batchId } = run.import
  await recordProgress(services.db, id, tally.counts(), now)
  await replaceProblems(services.db, id, tally.problems)
  if (ending.state !== 'done') {
    const failure = ending.state === 'failed' ? ending.failure : null
    await moveImport(services.db, id, ['checking', 'loading'], ending.state, { now, failure })
  }
  const { rowsGood, rowsBad } = tally.counts()
  services.log.info({ importId: id, batchId, mode: run.mode, state: ending.state, rowsGood, rowsBad }, 'import_ended')
}
