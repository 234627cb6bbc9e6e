import type { Db } from '../platform/db/database.ts'
import type { Person } from '../platform/http/env.ts'
import { isLocale } from '../platform/i18n/index.ts'

/** The person behind a token that is neither revoked nor expired, and its scopes. One statement by unique key. */
export async function findPersonByToken(
  db: Db,
  secretHash: Buffer,
  now: Date,
): Promise<{ person: Person; scopes: readonly string[] } | null> {
  const row = await db
    .selectFrom('tokens')
    .innerJoin('people', 'people.id', 'tokens.person_id')
    .select(['people.id', 'people.name', 'people.email', 'people.is_steward', 'people.is_member', 'people.locale', 'tokens.scopes'])
    .where('tokens.secret_hash', '=', secretHash)
    .where('tokens.revoked_at', 'is', null)
    .where((where) => where.or([where('tokens.expires_at', 'is', null), where('tokens.expires_at', '>', now)]))
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    person: {
      id: row.id,
      name: row.name,
      email: row.email,
      isSteward: row.is_steward,
      isMember: row.is_member,
      locale: isLocale(row.locale) ? row.locale : null,
    },
    scopes: row.scopes,
  }
}
