import { createHash } from 'node:crypto'
import { err, ok, settleTask, type BatchError, type Result } from '@canut/domain'
import { findTask, getBatch } from '../batches/index.ts'
import { appendEvent } from '../events/index.ts'
import { canonicalJson, type JsonValue } from '../platform/canonical-json.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { getTaskSetup, type Issue, type TaskSetup } from '../task-types/index.ts'
import { countAsSettled, countAsUnsettled } from './confidence-counts.store.ts'
import { deleteAdjudication, findAdjudication, putAdjudication, type Adjudication } from './adjudications.store.ts'

interface OfTask {
  readonly batchId: string
  readonly number: number
  readonly by: string
}

export type AdjudicationError =
  | BatchError
  | { kind: 'not_found' }
  | { kind: 'response_not_valid'; response: unknown; issues: readonly Issue[] }

/**
 * A person of the organisation settles what a task is held to be, instead of the method. It stands in results and exports until it
 * is undone. It says nothing of those who responded: review, pay and everything else about people do not read it.
 */
export async function adjudicateTask(
  services: Services,
  of: OfTask & { readonly read: (setup: TaskSetup) => unknown },
): Promise<Result<Adjudication, AdjudicationError>> {
  const { batchId, number, by } = of
  const batch = await getBatch(services.db, batchId)
  const may = settleTask(batch.state)
  if (!may.ok) return may
  const task = await findTask(services.db, batchId, number)
  if (task === null) return err({ kind: 'not_found' })
  const setup = getTaskSetup(batch.task_type, batch.settings)
  const given = of.read(setup)
  const checked = setup.check(given, task.payload)
  if (!checked.ok) return err({ kind: 'response_not_valid', response: given, issues: checked.error })

  const label = setup.label(checked.value)
  const now = services.now()
  return inTransaction(services.db, async (tx) => {
    const isNew = await putAdjudication(tx, { batchId, number, response: checked.value, label, by, now })
    if (isNew) await countAsSettled(tx, batchId, number)
    const settled = await findAdjudication(tx, batchId, number)
    if (settled === null) throw new Error('an adjudication was not kept')
    await appendEvent(tx, {
      at: now,
      actorId: by,
      kind: 'task_adjudicated',
      subject: publicId('bat', batchId),
      details: { task: number, responseHash: hashOf(checked.value) },
    })
    services.log.info({ batchId, number, by }, 'task_adjudicated')
    return ok(settled)
  })
}

/** The computed result stands again. */
export async function undoAdjudication(services: Services, { batchId, number, by }: OfTask): Promise<Result<null, { kind: 'not_found' }>> {
  const now = services.now()
  return inTransaction(services.db, async (tx) => {
    if (!(await deleteAdjudication(tx, batchId, number))) return err({ kind: 'not_found' })
    await countAsUnsettled(tx, batchId, number)
    await appendEvent(tx, {
      at: now,
      actorId: by,
      kind: 'adjudication_undone',
      subject: publicId('bat', batchId),
      details: { task: number },
    })
    services.log.info({ batchId, number, by }, 'adjudication_undone')
    return ok(null)
  })
}

/** Events are kept for ever and read by members: they prove what was settled without repeating what may be personal. */
function hashOf(response: unknown): string {
  return createHash('sha256')
    .update(canonicalJson(response as JsonValue))
    .digest('hex')
}
