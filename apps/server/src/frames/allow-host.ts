import { appendEvent } from '../events/index.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { deleteHost, insertHost, listHosts } from './hosts.store.ts'

type Needs = Pick<Services, 'db' | 'now'>

export interface HostChange {
  readonly organisationId: string
  readonly host: string
  readonly by: string
}

/** A page loads from few sites; a policy that names more is one that nobody reads. */
export const HOSTS_MAX = 20

const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/

/** A host name as it stands in an address, such as cdn.example.org; null for anything else, wildcards and addresses included. */
export function parseHost(text: string): string | null {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^https:\/\//, '')
    .replace(/\/$/, '')
  return HOST.test(host) ? host : null
}

/** Lets templates of an organisation load from a site. Members can read in the events who allowed it, and when. */
export async function allowHost(services: Needs, { organisationId, host, by }: HostChange): Promise<'allowed' | 'too_many'> {
  const event = eventOf(services, { organisationId, host, by })
  return inTransaction(services.db, async (tx) => {
    const known = await listHosts(tx, organisationId)
    if (known.length >= HOSTS_MAX && !known.some((each) => each.host === host)) return 'too_many'
    if (await insertHost(tx, { organisationId, host, by, at: services.now() }))
      await appendEvent(tx, { kind: 'template_host_allowed', ...event })
    return 'allowed'
  })
}

export async function forbidHost(services: Needs, { organisationId, host, by }: HostChange): Promise<void> {
  const event = eventOf(services, { organisationId, host, by })
  await inTransaction(services.db, async (tx) => {
    if (await deleteHost(tx, organisationId, host)) await appendEvent(tx, { kind: 'template_host_forbidden', ...event })
  })
}

function eventOf({ now }: Needs, { organisationId, host, by }: HostChange) {
  return { at: now(), actorId: by, subject: publicId('org', organisationId), details: { host } }
}
