import { editBatch as mayEdit, err, ok, type BatchError, type Result, type StopRuleError } from '@canut/domain'
import { isDeepStrictEqual } from 'node:util'
import type { Tx } from '../platform/db/database.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import { keepVersion, TEMPLATE_TYPE } from '../saved-templates/index.ts'
import { checkSettings, type SettingsNotValid } from './check-settings.ts'
import type { StopRuleColumns } from './stop-rule-columns.ts'
import {
  deleteDraft,
  deleteTasks,
  getBatch,
  hasRunningImport,
  listImportFiles,
  lockBatch,
  updateTerms,
  type BatchRow,
  type BatchTermsRow,
} from './batches.store.ts'

type NotFound = { readonly kind: 'not_found' }

/** Changes the terms that are named; those that are undefined stay. */
export async function editBatch(
  services: Services,
  { batchId, by }: { readonly batchId: string; readonly by: string },
  change: { readonly [K in keyof BatchTermsRow]?: BatchTermsRow[K] | undefined },
): Promise<Result<BatchRow, BatchError | SettingsNotValid | StopRuleError | NotFound>> {
  return inTransaction(services.db, async (tx) => {
    const batch = await lockBatch(tx, batchId)
    if (batch === null) return err({ kind: 'not_found' })
    // rows that are being read are checked against the settings as they were
    if (change.settings !== undefined && (await hasRunningImport(tx, batchId))) return err({ kind: 'import_running' })
    const redundancy = change.redundancy ?? batch.redundancy
    const rule = change.stop_rule === undefined ? ruleColumns(batch) : ruleColumns(change)
    const settings = checkSettings(batch.task_type, { settings: change.settings ?? batch.settings, redundancy, ...rule })
    if (!settings.ok) return settings
    // settings that nobody changes stay as their tasks were checked against them, whatever the type's defaults are by now
    const kept = change.settings === undefined ? batch.settings : settings.value
    const allowed = mayEdit({ state: batch.state, tasks: batch.task_count }, { settings: !isDeepStrictEqual(kept, batch.settings) })
    if (!allowed.ok) return allowed

    const page = await pageOf(tx, { ...batch, settings: kept }, { isNew: change.settings !== undefined, by, now: services.now() })
    if (!page.ok) return page
    await updateTerms(tx, batchId, {
      name: change.name ?? batch.name,
      settings: kept,
      ...page.value,
      redundancy,
      ...rule,
      max_per_worker: change.max_per_worker === undefined ? batch.max_per_worker : change.max_per_worker,
      price_micros: change.price_micros ?? batch.price_micros,
      currency: change.currency ?? batch.currency,
      estimate_seconds: change.estimate_seconds ?? batch.estimate_seconds,
      review_days: change.review_days ?? batch.review_days,
      priority: change.priority ?? batch.priority,
    })
    return ok(await getBatch(tx, batchId))
  })
}

type PageColumns = Pick<BatchRow, 'template' | 'template_version'>

/** The version that the settings of the batch are, where they are a page of the project's own. */
async function pageOf(
  tx: Tx,
  batch: BatchRow,
  { isNew, by, now }: { readonly isNew: boolean; readonly by: string; readonly now: Date },
): Promise<Result<PageColumns, BatchError>> {
  const { project_id: projectId, name, settings, template, template_version: version } = batch
  if (batch.task_type !== TEMPLATE_TYPE || !isNew) return ok({ template, template_version: version })
  const kept = await keepVersion(tx, { projectId, name, settings, template, by, now })
  return kept.ok ? ok({ template: kept.value.template, template_version: kept.value.version }) : kept
}

type Given = { readonly [K in keyof StopRuleColumns]?: StopRuleColumns[K] | undefined }

function ruleColumns({ stop_rule = 'fixed', redundancy_min = null, confidence = null }: Given): StopRuleColumns {
  return { stop_rule, redundancy_min, confidence }
}

/** Takes all tasks out of a draft, to import others or to change the task settings. */
export async function removeTasks(services: Services, batchId: string): Promise<Result<BatchRow, BatchError | NotFound>> {
  return inTransaction(services.db, async (tx) => {
    const batch = await lockBatch(tx, batchId)
    if (batch === null) return err({ kind: 'not_found' })
    const allowed = mayEdit({ state: batch.state, tasks: 0 }, { settings: false })
    if (!allowed.ok) return allowed
    if (await hasRunningImport(tx, batchId)) return err({ kind: 'import_running' })
    await deleteTasks(tx, batchId)
    return ok(await getBatch(tx, batchId))
  })
}

/** A draft goes with its tasks, instructions and imported files. A published batch stays: people worked on it. */
export async function deleteBatch(services: Services, batchId: string): Promise<Result<'deleted', BatchError | NotFound>> {
  const deleted = await inTransaction(services.db, async (tx) => {
    const batch = await lockBatch(tx, batchId)
    if (batch === null) return err({ kind: 'not_found' as const })
    const allowed = mayEdit({ state: batch.state, tasks: 0 }, { settings: false })
    if (!allowed.ok) return allowed
    if (await hasRunningImport(tx, batchId)) return err({ kind: 'import_running' as const })
    const files = await listImportFiles(tx, batchId)
    await deleteDraft(tx, batchId)
    return ok(files)
  })
  if (!deleted.ok) return deleted
  // after the commit: a file without its row is waste, a row without its file would be a broken page
  for (const key of deleted.value) await services.files.remove(key)
  services.log.info({ batchId }, 'batch_deleted')
  return ok('deleted')
}
