import { randomBytes } from 'node:crypto'
import type { Tx } from '../platform/db/database.ts'
import { newId } from '../platform/ids.ts'
import { insertPeople } from './identity.store.ts'
import { hashToken } from './session.ts'
import { insertTokens } from './tokens.store.ts'

export interface RecordedWorker {
  readonly id: string
  readonly name: string
  readonly token: string
}

/**
 * Accounts that stand for the workers of a recorded crowd: marked as demo, without a password, with an address that no
 * mail reaches (`.invalid` is reserved for that), and with a token that can only work, and not for long.
 * Two statements, whatever their number.
 */
export async function createRecordedWorkers(
  tx: Tx,
  of: { readonly names: readonly string[]; readonly at: Date; readonly expiresAt: Date },
): Promise<RecordedWorker[]> {
  const workers = of.names.map((name) => ({ id: newId(), name, token: `cnt_${randomBytes(32).toString('base64url')}` }))
  const { at, expiresAt } = of
  await insertPeople(
    tx,
    workers.map(({ id, name }) => ({
      id,
      name,
      email: `recorded-${id}@replay.invalid`,
      locale: null,
      isSteward: false,
      isMember: false,
      isDemo: true,
      at,
    })),
  )
  await insertTokens(
    tx,
    workers.map(({ id, name, token }) => ({
      id: newId(),
      personId: id,
      name,
      secretHash: hashToken(token),
      scopes: ['work'],
      at,
      expiresAt,
    })),
  )
  return workers
}
