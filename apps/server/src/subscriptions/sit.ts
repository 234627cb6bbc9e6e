import { err, ok, sittingsSince, type Result, type SubscriptionError } from '@canut/domain'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import { closeSitting, findSitting, openSitting, type SittingRow } from './subscriptions.store.ts'

export interface Sitting extends SittingRow {
  /** when it ends by itself if no request comes */
  readonly endsAt: Date
}

/** From now on tasks are brought. Opening one that is open changes nothing but that the person is there. */
export async function beginSitting(services: Services, personId: string): Promise<Result<'open', SubscriptionError>> {
  const now = services.now()
  const since = sittingsSince(now, await readParameters(services.db))
  return inTransaction(services.db, async (tx) =>
    (await openSitting(tx, personId, now, since)) ? ok('open') : err({ kind: 'subscription_missing' }),
  )
}

/** Tasks in hand stay in hand until they are submitted, returned, or their time is over. */
export async function endSitting(services: Services, personId: string): Promise<void> {
  await inTransaction(services.db, (tx) => closeSitting(tx, personId, services.now()))
}

/** Null when none is open. */
export async function readSitting(services: Services, personId: string): Promise<Sitting | null> {
  const parameters = await readParameters(services.db)
  const sitting = await findSitting(services.db, personId, sittingsSince(services.now(), parameters))
  return sitting === null ? null : { ...sitting, endsAt: new Date(sitting.seenAt.getTime() + parameters.sittingIdleMinutes * 60_000) }
}
