import { ok, type Result, type StopRuleError } from '@canut/domain'
import { randomBytes } from 'node:crypto'
import { inTransaction } from '../platform/db/transaction.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { adoptKind, getDisclosure } from '../projects/index.ts'
import { checkSettings, type SettingsNotValid } from './check-settings.ts'
import { getBatch, insertBatch, type BatchRow, type BatchTermsRow } from './batches.store.ts'
import { insertInstructions } from './instructions.store.ts'

export interface BatchToCreate {
  readonly projectId: string
  /** that of the project unless told: the steps of a chain are of different kinds. A project without one takes that of its first batch */
  readonly taskType?: string | undefined
  readonly terms: BatchTermsRow
  /** Markdown; empty: to be written later */
  readonly instructions: string
  readonly by: string
}

/** A draft, which costs nothing and shows nothing to workers until it is published. */
export async function createBatch(services: Services, batch: BatchToCreate): Promise<Result<BatchRow, SettingsNotValid | StopRuleError>> {
  const now = services.now()
  return inTransaction(services.db, async (tx) => {
    const project = await getDisclosure(tx, batch.projectId)
    const taskType = batch.taskType ?? project.taskType
    const settings = checkSettings(taskType, batch.terms)
    if (!settings.ok) return settings

    const id = newId(now.getTime())
    await insertBatch(tx, {
      ...batch.terms,
      settings: settings.value,
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
