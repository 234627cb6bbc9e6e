import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'
import type { Person } from '../platform/http/env.ts'
import { personOf, type PersonRow } from './identity.store.ts'

export interface NewSession {
  readonly id: string
  readonly personId: string
  readonly token: string
  readonly at: Date
  readonly expiresAt: Date
  readonly userAgent: string | null
}

export async function insertSession(db: Db, session: NewSession): Promise<void> {
  await db
    .insertInto('sessions')
    .values({
      id: session.id,
      person_id: session.personId,
      token: session.token,
      expires_at: session.expiresAt,
      user_agent: session.userAgent,
      created_at: session.at,
      updated_at: session.at,
    })
    .execute()
}

export interface FoundSession {
  readonly id: string
  readonly usedAt: Date
  readonly person: Person
}

interface SessionOwnerRow extends PersonRow {
  readonly token: string
  readonly session_id: string
  readonly used_at: Date
}

/** Sessions that have not expired, with their people, by token. One statement by unique key: it precedes every request. */
export async function findSessionsByTokens(db: Db, tokens: readonly string[], now: Date): Promise<Map<string, FoundSession>> {
  const { rows } = await sql<SessionOwnerRow>`/* prepare sessions_by_tokens */
    select s.token, s.id as session_id, s.updated_at as used_at, p.id, p.name, p.email, p.is_steward, p.is_member, p.locale
    from unnest(${tokens}::text[]) as k(token) join sessions s on s.token = k.token join people p on p.id = s.person_id
    where s.expires_at > ${now}`.execute(db)
  return new Map(rows.map((row) => [row.token, { id: row.session_id, usedAt: row.used_at, person: personOf(row) }]))
}

export async function prolongSession(db: Db, id: string, at: { now: Date; expiresAt: Date }): Promise<void> {
  await db.updateTable('sessions').set({ updated_at: at.now, expires_at: at.expiresAt }).where('id', '=', id).execute()
}

export interface SessionRow {
  readonly id: string
  readonly userAgent: string | null
  readonly createdAt: Date
  readonly usedAt: Date
}

const LISTED_SESSIONS_MAX = 100

/** Most recently used first. */
export async function listSessions(db: Db, personId: string, now: Date): Promise<SessionRow[]> {
  return db
    .selectFrom('sessions')
    .select(['id', 'user_agent as userAgent', 'created_at as createdAt', 'updated_at as usedAt'])
    .where('person_id', '=', personId)
    .where('expires_at', '>', now)
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(LISTED_SESSIONS_MAX)
    .execute()
}

/** Only a session of this person; false when there is none. */
export async function deleteSession(db: Db, personId: string, id: string): Promise<boolean> {
  const deleted = await db.deleteFrom('sessions').where('id', '=', id).where('person_id', '=', personId).returning('id').executeTakeFirst()
  return deleted !== undefined
}

/** How many were ended. */
export async function deleteOtherSessions(db: Db, personId: string, keep: string | null): Promise<number> {
  let query = db.deleteFrom('sessions').where('person_id', '=', personId)
  if (keep !== null) query = query.where('id', '<>', keep)
  return (await query.returning('id').execute()).length
}

export async function deleteExpired(db: Db, before: { now: Date; attemptsBefore: Date }): Promise<void> {
  await db.deleteFrom('sessions').where('expires_at', '<=', before.now).execute()
  await db.deleteFrom('verifications').where('expires_at', '<=', before.now).execute()
  await db.deleteFrom('rate_limits').where('last_request', '<', BigInt(before.attemptsBefore.getTime())).execute()
}
