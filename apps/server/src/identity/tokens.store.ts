import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'
import type { Person } from '../platform/http/env.ts'
import { personOf, type PersonRow } from './identity.store.ts'

export interface NewToken {
  readonly id: string
  readonly personId: string
  readonly name: string
  readonly secretHash: Buffer
  readonly scopes: readonly string[]
  readonly at: Date
  readonly expiresAt: Date | null
}

export function insertToken(db: Db, token: NewToken): Promise<void> {
  return insertTokens(db, [token])
}

/** One statement. */
export async function insertTokens(db: Db, tokens: readonly NewToken[]): Promise<void> {
  await db
    .insertInto('tokens')
    .values(
      tokens.map((token) => ({
        id: token.id,
        person_id: token.personId,
        name: token.name,
        secret_hash: token.secretHash,
        scopes: [...token.scopes],
        created_at: token.at,
        expires_at: token.expiresAt,
      })),
    )
    .execute()
}

export interface FoundToken {
  readonly id: string
  readonly usedAt: Date | null
  readonly scopes: readonly string[]
  readonly person: Person
}

interface TokenOwnerRow extends PersonRow {
  readonly secret_hash: Buffer
  readonly token_id: string
  readonly scopes: readonly string[]
  readonly used_at: Date | null
}

/** The people behind tokens that are neither revoked nor expired, by the hex of the secret's hash. One statement by unique key. */
export async function findPeopleByTokens(db: Db, secretHashes: readonly Buffer[], now: Date): Promise<Map<string, FoundToken>> {
  const { rows } = await sql<TokenOwnerRow>`/* prepare people_by_tokens */
    select t.secret_hash, t.id as token_id, t.scopes, t.last_used_at as used_at, p.id, p.name, p.email, p.is_steward, p.is_member, p.locale
    from unnest(${secretHashes}::bytea[]) as h(secret_hash) join tokens t on t.secret_hash = h.secret_hash join people p on p.id = t.person_id
    where t.revoked_at is null and (t.expires_at is null or t.expires_at > ${now})`.execute(db)
  return new Map(
    rows.map((row) => [
      row.secret_hash.toString('hex'),
      { id: row.token_id, usedAt: row.used_at, scopes: row.scopes, person: personOf(row) },
    ]),
  )
}

export async function markTokenUsed(db: Db, id: string, at: Date): Promise<void> {
  await db.updateTable('tokens').set({ last_used_at: at }).where('id', '=', id).execute()
}

export interface TokenRow {
  readonly id: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
  readonly expiresAt: Date | null
}

const LISTED_TOKENS_MAX = 100

/** Those that still work, newest first. */
export async function listTokens(db: Db, personId: string, now: Date): Promise<TokenRow[]> {
  return db
    .selectFrom('tokens')
    .select(['id', 'name', 'scopes', 'created_at as createdAt', 'last_used_at as lastUsedAt', 'expires_at as expiresAt'])
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
    .orderBy('id', 'desc')
    .limit(LISTED_TOKENS_MAX)
    .execute()
}

/** `personId` null: whoever it belongs to (command line). False when there is no such token, or it is revoked already. */
export async function revokeToken(db: Db, id: string, of: { personId: string | null; at: Date }): Promise<boolean> {
  let query = db.updateTable('tokens').set({ revoked_at: of.at }).where('id', '=', id).where('revoked_at', 'is', null)
  if (of.personId !== null) query = query.where('person_id', '=', of.personId)
  return (await query.returning('id').executeTakeFirst()) !== undefined
}
