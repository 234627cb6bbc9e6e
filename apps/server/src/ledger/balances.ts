import { organisationAccount, type Micros } from '@canut/domain'
import type { Db } from '../platform/db/database.ts'
import { readBalanceOf } from './accounts.store.ts'

/** What an organisation can still set aside: deposits and refunds, minus what its batches hold. One statement, one row. */
export function balanceOfOrganisation(db: Db, organisationId: string, currency: string): Promise<Micros> {
  return readBalanceOf(db, currency, organisationAccount(organisationId))
}
