import type { Db, Tx } from '../platform/db/database.ts'

export interface StewardRow {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** Turns stewardship on or off. Null when nobody has this address; one row by unique key. */
export async function setSteward(tx: Tx, email: string, isSteward: boolean): Promise<{ id: string; changed: boolean } | null> {
  const person = await tx.selectFrom('people').select(['id', 'is_steward']).where('email', '=', email).forUpdate().executeTakeFirst()
  if (person === undefined) return null
  if (person.is_steward === isSteward) return { id: person.id, changed: false }
  await tx.updateTable('people').set({ is_steward: isSteward }).where('id', '=', person.id).execute()
  return { id: person.id, changed: true }
}

/** By name. There are a handful. */
export function listStewards(db: Db): Promise<StewardRow[]> {
  return db.selectFrom('people').select(['id', 'name', 'email']).where('is_steward', '=', true).orderBy('name').limit(1000).execute()
}
