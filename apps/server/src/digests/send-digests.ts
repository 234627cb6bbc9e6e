import { digestRetrySeconds, isDigestHour } from '@canut/domain'
import { inTransaction } from '../platform/db/transaction.ts'
import { DEFAULT_TIME_ZONE, negotiateLocale } from '../platform/i18n/index.ts'
import type { Services } from '../platform/services.ts'
import { writeDigest } from './digest-mail.ts'
import { claimDay, findAddressee, giveWishesBack, listPeopleToTell, listWithWork, takeWishes } from './digests.store.ts'

const DIGEST_QUEUE = 'mail-digest'
const LOOK_SECONDS = 600
const AT_ONCE = 200

interface DigestJob {
  readonly personId: string
  readonly batchIds: readonly string[]
  /** how often the mail could not be sent so far */
  readonly failures: number
}

export function startDigestTasks(services: Services): void {
  services.jobs.handle(DIGEST_QUEUE, (job: DigestJob) => mailDigest(services, job))
  services.jobs.every('digests', LOOK_SECONDS, async () => {
    await sendDigests(services)
  })
}

/**
 * Prepares a mail for everybody who asked to be told when there is work in a batch that has some for them now, by day only,
 * and once a day. Each wish is taken in the transaction that enqueues its mail. Returns how many mails were prepared.
 */
export async function sendDigests(services: Services): Promise<number> {
  const { day, hour } = localTime(services.now())
  if (!isDigestHour(hour)) return 0
  let prepared = 0
  let after: string | null = null
  for (;;) {
    const people = await listPeopleToTell(services.db, day, after, AT_ONCE)
    for (const personId of people) if (await prepare(services, personId, day)) prepared += 1
    after = people.at(-1) ?? null
    if (people.length < AT_ONCE) return prepared
  }
}

async function prepare(services: Services, personId: string, day: string): Promise<boolean> {
  return inTransaction(services.db, async (tx) => {
    const batchIds = await takeWishes(tx, personId)
    // the work was taken since the list was read
    if (batchIds.length === 0) return false
    if (!(await claimDay(tx, personId, day))) {
      await giveWishesBack(tx, personId, batchIds, services.now())
      return false
    }
    const job: DigestJob = { personId, batchIds, failures: 0 }
    await services.jobs.send(tx, DIGEST_QUEUE, job)
    return true
  })
}

/**
 * The job. A mail server that does not answer is asked again, later each time, until the evening; then the wishes are put
 * back, and so they are when others took the work meanwhile. A wish is lost only with the person or the batch.
 */
export async function mailDigest(services: Services, { personId, batchIds, failures }: DigestJob): Promise<void> {
  const now = services.now()
  const person = await findAddressee(services.db, personId)
  if (person === null) return
  const batches = isDigestHour(localTime(now).hour) ? await listWithWork(services.db, personId, batchIds) : []
  const told = new Set(batches.map(({ id }) => id))
  const untold = batchIds.filter((id) => !told.has(id))
  if (untold.length > 0) await giveWishesBack(services.db, personId, untold, now)
  if (batches.length === 0) return

  const locale = negotiateLocale(null, person.locale)
  const mail = writeDigest({ locale, name: person.name, batches, publicUrl: services.config.publicUrl })
  try {
    await services.mailbox.send({ to: person.email, ...mail })
  } catch (error) {
    services.log.warn({ err: error, personId, failures: failures + 1 }, 'digest_not_sent')
    const again: DigestJob = { personId, batchIds: [...told], failures: failures + 1 }
    await services.jobs.send(services.db, DIGEST_QUEUE, again, { startAfterSeconds: digestRetrySeconds(again.failures) })
    return
  }
  services.log.info({ personId, batches: batches.length }, 'digest_sent')
}

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: DEFAULT_TIME_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
})

/** The day as `2026-03-02`, and the hour, as clocks in Paris show them. */
function localTime(at: Date): { day: string; hour: number } {
  const of = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]))
  return { day: `${of['year']}-${of['month']}-${of['day']}`, hour: Number(of['hour']) }
}
