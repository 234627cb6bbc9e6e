import { err, ok, type Result } from '@canut/domain'
import { hashPassword } from 'better-auth/crypto'
import type { Person } from '../platform/http/env.ts'
import type { Locale } from '../platform/i18n/index.ts'
import { newId } from '../platform/ids.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import { insertPasswordLogin, insertPerson } from './identity.store.ts'

export interface PersonToCreate {
  readonly name: string
  readonly email: string
  /** absent: nobody can sign in as this person until a password is set by mail (recorded crowds of a replay) */
  readonly password?: string
  /** instead of `password`, for many people with the same one: hashing is slow on purpose */
  readonly passwordHash?: string
  readonly locale?: Locale | null
  readonly isSteward?: boolean
  readonly isMember?: boolean
  readonly isDemo?: boolean
}

export type CreatePersonError = { kind: 'email_taken'; email: string }

export { hashPassword }

/** Makes a person without a form: the command line, the demo, the tests. Their input is ours, so only the address is checked for being free. */
export async function createPerson(
  services: Pick<Services, 'db' | 'now'>,
  person: PersonToCreate,
): Promise<Result<Person, CreatePersonError>> {
  const id = newId()
  const at = services.now()
  const email = person.email.toLowerCase()
  const passwordHash = person.passwordHash ?? (person.password === undefined ? null : await hashPassword(person.password))
  const locale = person.locale ?? null
  const roles = { isSteward: person.isSteward ?? false, isMember: person.isMember ?? false }
  return inTransaction(services.db, async (tx) => {
    const inserted = await insertPerson(tx, { id, name: person.name, email, locale, ...roles, isDemo: person.isDemo ?? false, at })
    if (!inserted) return err({ kind: 'email_taken', email })
    if (passwordHash !== null) await insertPasswordLogin(tx, { id: newId(), personId: id, passwordHash, at })
    return ok({ id, name: person.name, email, locale, ...roles })
  })
}
