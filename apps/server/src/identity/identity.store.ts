import type { Selectable } from 'kysely'
import type { Db } from '../platform/db/database.ts'
import type { PeopleTable } from '../platform/db/tables.ts'
import type { Person } from '../platform/http/env.ts'
import { isLocale, type Locale } from '../platform/i18n/index.ts'

const PERSON = ['people.id', 'people.name', 'people.email', 'people.is_steward', 'people.is_member', 'people.locale'] as const

export type PersonRow = Pick<Selectable<PeopleTable>, 'id' | 'name' | 'email' | 'is_steward' | 'is_member' | 'locale'>

export function personOf(row: PersonRow): Person {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    isSteward: row.is_steward,
    isMember: row.is_member,
    locale: isLocale(row.locale) ? row.locale : null,
  }
}

export async function findPersonByEmail(db: Db, email: string): Promise<Person | null> {
  const row = await db.selectFrom('people').select(PERSON).where('email', '=', email.toLowerCase()).executeTakeFirst()
  return row === undefined ? null : personOf(row)
}

export async function findPersonById(db: Db, id: string): Promise<Person | null> {
  const row = await db.selectFrom('people').select(PERSON).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : personOf(row)
}

export interface NewPerson {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly locale: Locale | null
  readonly isSteward: boolean
  readonly isMember: boolean
  readonly isDemo: boolean
  readonly at: Date
}

/** False when somebody has this address already. */
export async function insertPerson(db: Db, person: NewPerson): Promise<boolean> {
  const inserted = await db
    .insertInto('people')
    .values(valuesOf(person))
    .onConflict((conflict) => conflict.constraint('people_one_per_email').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** People whose addresses nobody else can have. One statement. */
export async function insertPeople(db: Db, people: readonly NewPerson[]): Promise<void> {
  await db.insertInto('people').values(people.map(valuesOf)).execute()
}

const valuesOf = (person: NewPerson) => ({
  id: person.id,
  name: person.name,
  email: person.email,
  locale: person.locale,
  is_steward: person.isSteward,
  is_member: person.isMember,
  is_demo: person.isDemo,
  created_at: person.at,
  updated_at: person.at,
})

/** The login by e-mail and password, as the identity library reads it. */
export async function insertPasswordLogin(db: Db, login: { id: string; personId: string; passwordHash: string; at: Date }): Promise<void> {
  await db
    .insertInto('logins')
    .values({
      id: login.id,
      person_id: login.personId,
      provider_id: 'credential',
      provider_account_id: login.personId,
      password_hash: login.passwordHash,
      created_at: login.at,
      updated_at: login.at,
    })
    .execute()
}

export async function updatePerson(db: Db, personId: string, change: { name: string; locale: Locale | null; at: Date }): Promise<void> {
  await db
    .updateTable('people')
    .set({ name: change.name, locale: change.locale, updated_at: change.at })
    .where('id', '=', personId)
    .execute()
}
