import { appendEvent } from '../events/index.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { setSteward } from './stewards.store.ts'

/** Makes somebody a steward, or takes it back; members can read in the events when that was. */
export function changeSteward(
  services: Pick<Services, 'db' | 'now'>,
  of: { email: string; isSteward: boolean; by: string | null },
): Promise<'changed' | 'unchanged' | 'unknown'> {
  return inTransaction(services.db, async (tx) => {
    const found = await setSteward(tx, of.email.trim().toLowerCase(), of.isSteward)
    if (found === null) return 'unknown'
    if (!found.changed) return 'unchanged'
    const subject = publicId('per', found.id)
    const kind = of.isSteward ? 'steward_added' : 'steward_removed'
    await appendEvent(tx, { at: services.now(), actorId: of.by, kind, subject, details: {} })
    return 'changed'
  })
}
