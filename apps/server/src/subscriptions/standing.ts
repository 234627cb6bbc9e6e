import type { Services } from '../platform/services.ts'
import { weekDay } from './share-work.ts'
import { readSitting, type Sitting } from './sit.ts'
import { findSubscription, findWeek, type SubscriptionRow } from './subscriptions.store.ts'

/** Where somebody stands in the sharing of this week. */
export interface Week {
  readonly startsOn: string
  readonly askedSeconds: number
  readonly receivedSeconds: number
  /** of the whole week; null until they are counted */
  readonly shareSeconds: number | null
  /** is there less for them than they asked for? */
  readonly scarce: boolean
  readonly claims: number
  readonly computedAt: Date | null
}

export interface Standing {
  readonly subscription: SubscriptionRow | null
  readonly sitting: Sitting | null
  readonly week: Week
}

export async function readStanding(services: Services, personId: string): Promise<Standing> {
  const startsOn = weekDay(services.now())
  const [subscription, sitting, week] = await Promise.all([
    findSubscription(services.db, personId),
    readSitting(services, personId),
    findWeek(services.db, personId, startsOn),
  ])
  const askedSeconds = subscription?.secondsWanted ?? 0
  return {
    subscription,
    sitting,
    week: { startsOn, askedSeconds, ...week, scarce: week.shareSeconds !== null && week.shareSeconds < askedSeconds },
  }
}
