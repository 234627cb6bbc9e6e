import { err, ok, publishBatch as mayPublish, type BatchError, type Micros, type Result } from '@canut/domain'
import { appendEvent } from '../events/index.ts'
import { balanceOfOrganisation, reserveForBatch } from '../ledger/index.ts'
import type { Db } from '../platform/db/database.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { getDisclosure, lockProject } from '../projects/index.ts'
import { readParameters } from '../rules/index.ts'
import { costOf } from './batch-cost.ts'
import { getBatch, hasPassageInto, hasRunningImport, lockBatch, openBatch, type BatchRow } from './batches.store.ts'

export interface Published {
  readonly batch: BatchRow
  readonly reserved: Micros
}

/** Sets the money aside and puts the batch on offer, both or neither. */
export async function publishBatch(
  services: Services,
  of: { readonly batchId: string; readonly by: string },
): Promise<Result<Published, BatchError | { kind: 'not_found' }>> {
  const now = services.now()
  return inTransaction(services.db, async (tx) => {
    const batch = await lockBatch(tx, of.batchId)
    if (batch === null) return err({ kind: 'not_found' })
    await lockProject(tx, batch.project_id)
    const decided = await readiness(tx, batch)
    if (!decided.ok) return decided

    const { id: batchId, organisation_id: organisationId, currency } = batch
    const amount = decided.value.reserved
    // the balance may have been spent since it was read: the ledger looks again, behind a lock
    const reserved = await reserveForBatch(tx, { organisationId, batchId, currency, amount, by: of.by, now })
    if (!reserved.ok) return reserved
    await openBatch(tx, batch, decided.value.feePerResponse, now)
    await appendEvent(tx, {
      at: now,
      actorId: of.by,
      kind: 'batch_published',
      subject: publicId('bat', batchId),
      details: {
        tasks: batch.task_count,
        redundancy: batch.redundancy,
        stopRule: batch.stop_rule,
        priceMicros: batch.price_micros,
        currency,
        reservedMicros: amount,
      },
    })
    services.log.info({ batchId, by: of.by, reservedMicros: amount.toString(), currency }, 'batch_published')
    return ok({ batch: await getBatch(tx, batchId), reserved: amount })
  })
}

/** Everything that is still missing, or what publishing would set aside; changes nothing. */
export async function readiness(db: Db, batch: BatchRow): Promise<Result<{ reserved: Micros; feePerResponse: Micros }, BatchError>> {
  const parameters = await readParameters(db)
  const cost = costOf(batch, parameters)
  const decided = mayPublish({
    state: batch.state,
    tasks: batch.task_count,
    hasInstructions: batch.instructions_version > 0,
    price: batch.price_micros,
    importRunning: await hasRunningImport(db, batch.id),
    tasksArrive: await hasPassageInto(db, batch.id),
    project: await getDisclosure(db, batch.project_id),
    balance: await balanceOfOrganisation(db, batch.organisation_id, batch.currency),
    currency: batch.currency,
    cost,
  })
  return decided.ok ? ok({ reserved: decided.value.reserved, feePerResponse: cost.feePerResponse }) : decided
}
