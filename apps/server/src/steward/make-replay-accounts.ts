import { appendEvent } from '../events/index.ts'
import { createRecordedWorkers, type RecordedWorker } from '../identity/index.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'

const TOKENS_WORK_HOURS = 24

export interface ReplayAccounts {
  readonly accounts: readonly RecordedWorker[]
  readonly expiresAt: Date
}

/** Accounts for the workers of a recorded crowd. Members can read in the events who made how many, so that nobody takes them for people. */
export function makeReplayAccounts(
  services: Pick<Services, 'db' | 'now'>,
  of: { readonly count: number; readonly firstNumber: number; readonly by: string },
): Promise<ReplayAccounts> {
  const { count, firstNumber, by } = of
  return inTransaction(services.db, async (tx) => {
    const at = services.now()
    const expiresAt = new Date(at.getTime() + TOKENS_WORK_HOURS * 3_600_000)
    const names = Array.from({ length: count }, (_, i) => `Recorded worker ${firstNumber + i}`)
    const accounts = await createRecordedWorkers(tx, { names, at, expiresAt })
    const details = { count, firstNumber }
    await appendEvent(tx, { at, actorId: by, kind: 'replay_accounts_made', subject: publicId('per', by), details })
    return { accounts, expiresAt }
  })
}
