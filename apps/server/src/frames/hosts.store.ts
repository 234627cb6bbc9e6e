import type { Db } from '../platform/db/database.ts'

export interface AllowedHost {
  readonly host: string
  readonly allowedAt: Date
}

/** The sites that templates of an organisation may load from, by name. */
export async function listHosts(db: Db, organisationId: string): Promise<AllowedHost[]> {
  return db
    .selectFrom('template_hosts')
    .select(['host', 'allowed_at as allowedAt'])
    .where('organisation_id', '=', organisationId)
    .orderBy('host')
    .execute()
}

export interface HostToAllow {
  readonly organisationId: string
  readonly host: string
  readonly by: string
  readonly at: Date
}

/** @returns false when it was allowed already. */
export async function insertHost(db: Db, { organisationId, host, by, at }: HostToAllow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('template_hosts')
    .values({ organisation_id: organisationId, host, allowed_by: by, allowed_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** @returns false when it was not allowed. */
export async function deleteHost(db: Db, organisationId: string, host: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('template_hosts')
    .where('organisation_id', '=', organisationId)
    .where('host', '=', host)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
