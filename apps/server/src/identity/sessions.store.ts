import type { Db } from '../platform/db/database.ts'
import type { Person } from '../platform/http/env.ts'
import { personOf } from './identity.store.ts'

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

/** The session that has not expired, with its person. One statement by unique key: it precedes every request. */
export async function findSessionByToken(db: Db, token: string, now: Date): Promise<FoundSession | null> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.person_id')
    .select(['people.id', 'people.name', 'people.email', 'people.is_steward', 'people.is_member', 'people.locale'])
    .select(['sessions.id as session_id', 'sessions.updated_at as used_at'])
    .where('sessions.token', '=', token)
    .where('sessions.expires_at', '>', now)
    .executeTakeFirst()
  return row === undefined ? null : { id: row.session_id, usedAt: row.used_at, person: personOf(row) }
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
