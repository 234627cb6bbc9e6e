import { depositLegs, err, ok, type LedgerError, type Micros, type Result } from '@canut/domain'
import { appendEvent } from '../events/index.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { getDepositByReference } from './deposits.store.ts'
import { postOne } from './transfers.store.ts'

export interface Deposit {
  readonly organisationId: string
  readonly amount: Micros
  readonly currency: string
  /** what the bank statement says; recorded once per currency */
  readonly reference: string
  readonly by: string
}

/**
 * Records money that reached the bank account for an organisation. The same deposit said twice (same organisation,
 * amount and reference) is recorded once and answered with the first transfer; the same reference for anything else is
 * refused with what was recorded under it.
 */
export async function recordDeposit(
  services: Pick<Services, 'db' | 'now'>,
  deposit: Deposit,
): Promise<Result<{ transferId: string; repeated: boolean }, LedgerError>> {
  const { organisationId, amount, currency, by } = deposit
  const reference = deposit.reference.trim().replaceAll(/\s+/g, ' ')
  if (amount <= 0n) return err({ kind: 'amount_not_positive' })
  if (reference === '') return err({ kind: 'reference_missing' })

  const now = services.now()
  return inTransaction(services.db, async (tx) => {
    const common = { kind: 'deposit', currency, batchId: null, reference, by, now } as const
    const transferId = await postOne(tx, common, depositLegs(organisationId, amount))
    if (transferId === null) {
      const first = await getDepositByReference(tx, currency, reference)
      if (first.organisationId === organisationId && first.amount === amount) return ok({ transferId: first.transferId, repeated: true })
      return err({ kind: 'deposit_already_recorded', reference, amount: first.amount, currency, recordedAt: first.recordedAt })
    }
    const details = { organisation: publicId('org', organisationId), transfer: publicId('trf', transferId), amount, currency, reference }
    await appendEvent(tx, { at: now, actorId: by, kind: 'deposit_recorded', subject: publicId('org', organisationId), details })
    return ok({ transferId, repeated: false })
  })
}
