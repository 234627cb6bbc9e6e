import { err, ok, type Result, type Scope } from '@canut/domain'
import { randomBytes } from 'node:crypto'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { hashToken } from './session.ts'
import { findPersonById } from './identity.store.ts'
import { insertToken } from './tokens.store.ts'

export interface TokenToCreate {
  readonly personId: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly expiresAt: Date | null
}

export type CreateTokenError = { kind: 'token_scope_not_yours'; scope: Scope } | { kind: 'token_expiry_past'; expiresAt: Date }

/** `token` is shown now or never: only its hash is kept. */
export async function createToken(
  services: Pick<Services, 'db' | 'now'>,
  { personId, name, scopes, expiresAt }: TokenToCreate,
): Promise<Result<{ token: string; id: string }, CreateTokenError>> {
  const at = services.now()
  const person = await findPersonById(services.db, personId)
  if (person === null) throw new Error(`no person ${personId}`)
  if (scopes.includes('steward') && !person.isSteward) return err({ kind: 'token_scope_not_yours', scope: 'steward' })
  if (expiresAt !== null && expiresAt <= at) return err({ kind: 'token_expiry_past', expiresAt })

  // The prefix lets a person, and a program that looks for leaked secrets, see what it is.
  const token = `cnt_${randomBytes(32).toString('base64url')}`
  const id = newId()
  await insertToken(services.db, { id, personId, name, secretHash: hashToken(token), scopes: [...new Set(scopes)], at, expiresAt })
  return ok({ token, id })
}

/** A token that works until a day works to the end of that day, in UTC. */
export function endOfDay(day: string): Date {
  return new Date(new Date(`${day}T00:00:00Z`).getTime() + 24 * 60 * 60 * 1000)
}
