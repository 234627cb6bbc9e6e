import { err, ok, type Result, type SubscriptionError, type WorkWanted } from '@canut/domain'
import { inTransaction } from '../platform/db/transaction.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { closeSitting, deleteSubscription, listPublishedProjects, upsertSubscription } from './subscriptions.store.ts'

export interface SubscriptionToSave extends WorkWanted {
  readonly personId: string
  readonly secondsWanted: number
}

/** What a person asks for replaces what they asked for before; a sitting that is open goes on with it. */
export async function subscribe(services: Services, wanted: SubscriptionToSave): Promise<Result<'saved', SubscriptionError>> {
  const { personId, projectIds } = wanted
  return inTransaction(services.db, async (tx) => {
    const known = new Set(projectIds === null ? [] : await listPublishedProjects(tx, projectIds))
    const unknown = (projectIds ?? []).filter((id) => !known.has(id))
    if (unknown.length > 0) return err({ kind: 'subscription_projects_unknown', projectIds: unknown.map((id) => publicId('prj', id)) })
    await upsertSubscription(tx, personId, { ...wanted, changedAt: services.now() })
    return ok('saved')
  })
}

/** Nothing is brought any more, and nothing of the asking is kept. */
export async function unsubscribe(services: Services, personId: string): Promise<void> {
  await inTransaction(services.db, async (tx) => {
    await closeSitting(tx, personId, services.now())
    await deleteSubscription(tx, personId)
  })
}
