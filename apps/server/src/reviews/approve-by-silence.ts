import { getBatch } from '../batches/index.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import { approveAssignments } from './approve-assignments.ts'
import { recordApproval } from './approve-responses.ts'
import { findDueBatch } from './reviews.store.ts'

const AT_ONCE = 500

/**
 * Law 3: a deadline that passes pays the worker. Approves and pays every response whose review period is over. Several
 * processes may run it at once: each passes over what another one holds. Returns how many it approved.
 *
 * @throws after all batches have been seen to, when some failed: one broken batch keeps nobody else from being paid.
 */
export async function approveBySilence(services: Services): Promise<number> {
  const seen: string[] = []
  const failures: unknown[] = []
  let total = 0
  for (;;) {
    const batchId = await findDueBatch(services.db, services.now(), seen)
    if (batchId === null) break
    seen.push(batchId)
    try {
      const approved = await approveDue(services, batchId)
      if (approved > 0) services.log.info({ batchId, approved }, 'responses_approved_by_silence')
      total += approved
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${seen.length} batches were not approved by silence`)
  return total
}

async function approveDue(services: Services, batchId: string): Promise<number> {
  for (let total = 0; ;) {
    const count = await inTransaction(services.db, async (tx) => {
      const now = services.now()
      const batch = await getBatch(tx, batchId)
      const which = { dueBy: now, limit: AT_ONCE }
      const approved = await approveAssignments(tx, { batch, which, decision: 'silence', by: null, now })
      await recordApproval(tx, batch, approved, 'silence', null, now)
      return approved.ids.length
    })
    total += count
    if (count < AT_ONCE) return total
  }
}
