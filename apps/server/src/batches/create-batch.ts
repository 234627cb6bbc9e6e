import { err, ok, type BatchError, type Result, type StopRuleError } from '@canut/domain'
import { randomBytes } from 'node:crypto'
import { inTransaction } from '../platform/db/transaction.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { adoptKind, getDisclosure } from '../projects/index.ts'
import { findVersion, keepVersion, TEMPLATE_TYPE } from '../saved-templates/index.ts'
import { checkSettings, type SettingsNotValid } from './check-settings.ts'
import { getBatch, insertBatch, type BatchRow, type BatchTermsRow } from './batches.store.ts'
import { insertInstructions } from './instructions.store.ts'

export interface BatchToCreate {
  readonly projectId: string
  /** that of the project unless told: the steps of a chain are of different kinds. A project without one takes that of its first batch */
  readonly taskType?: string | undefined
  /** of the project, for the kind `template`; its newest version is taken where the terms have no settings */
  readonly template?: number | null | undefined
  readonly terms: BatchTermsRow
  /** Markdown; empty: to be written later */
  readonly instructions: string
  readonly by: string
}

/** A draft, which costs nothing and shows nothing to workers until it is published. */
export async function createBatch(
  services: Services,
  batch: BatchToCreate,
): Promise<Result<BatchRow, SettingsNotValid | StopRuleError | BatchError>> {
  const now = services.now()
  return inTransaction(services.db, async (tx) => {
    const project = await getDisclosure(tx, batch.projectId)
    const taskType = batch.taskType ?? project.taskType
    const { template = null } = batch
    if (template !== null && taskType !== TEMPLATE_TYPE) return err({ kind: 'template_of_another_kind', taskType })
    const newest = template === null ? null : await findVersion(tx, project.id, template)
    const settings = checkSettings(taskType, { ...batch.terms, settings: batch.terms.settings ?? newest?.settings ?? {} })
    if (!settings.ok) return settings
    const page = { projectId: project.id, template, name: batch.terms.name, settings: settings.value, by: batch.by, now }
    const kept = taskType === TEMPLATE_TYPE ? await keepVersion(tx, page) : ok(null)
    if (!kept.ok) return kept

    const id = newId(now.getTime())
    await insertBatch(tx, {
      ...batch.terms,
      settings: settings.value,
      template: kept.value?.template ?? null,
      template_version: kept.value?.version ?? null,
      id,
      project_id: project.id,
      organisation_id: project.organisationId,
      task_type: taskType,
      is_demo: project.isDemo,
      pseudonym_salt: randomBytes(16),
      created_at: now,
      created_by: batch.by,
    })
    if (project.taskType === '') await adoptKind(tx, project.id, taskType)
    if (batch.instructions !== '') {
      await insertInstructions(tx, { batchId: id, version: 1, markdown: batch.instructions, by: batch.by, now })
    }
    services.log.info({ batchId: id, projectId: project.id, by: batch.by }, 'batch_created')
    return ok(await getBatch(tx, id))
  })
}
