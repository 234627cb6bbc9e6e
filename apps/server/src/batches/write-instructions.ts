import { err, ok, writeInstructions as mayWrite, type BatchError, type Result } from '@canut/domain'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import { lockBatch } from './batches.store.ts'
import { findInstructions, insertInstructions, type InstructionsRow } from './instructions.store.ts'

/** Adds a version. The same text again adds none, so that a repeated request does no harm. */
export async function writeInstructions(
  services: Services,
  of: { readonly batchId: string; readonly markdown: string; readonly by: string },
): Promise<Result<InstructionsRow, BatchError | { kind: 'not_found' }>> {
  const now = services.now()
  return inTransaction(services.db, async (tx) => {
    const batch = await lockBatch(tx, of.batchId)
    if (batch === null) return err({ kind: 'not_found' })
    const allowed = mayWrite(batch.state)
    if (!allowed.ok) return allowed
    const latest = await findInstructions(tx, of.batchId, batch.instructions_version)
    if (latest !== null && latest.markdown === of.markdown) return ok(latest)

    const version = batch.instructions_version + 1
    await insertInstructions(tx, { ...of, version, now })
    services.log.info({ batchId: of.batchId, version, by: of.by }, 'instructions_written')
    return ok({ version, markdown: of.markdown, created_at: now, created_by: of.by })
  })
}
