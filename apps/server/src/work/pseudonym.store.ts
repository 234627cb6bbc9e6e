import { sql, type RawBuilder } from 'kysely'

/**
 * The name under which a requester sees a worker: the same throughout one batch, another in every other batch. Both
 * arguments are SQL expressions written in our own code: the salt of the batch and the worker's id.
 */
export function pseudonymSql(salt: string, worker: string): string {
  return `'w-' || encode(substr(sha256(${salt} || uuid_send(${worker})), 1, 6), 'hex')`
}

export function pseudonymOf(salt: string, worker: string): RawBuilder<string> {
  return sql.raw<string>(pseudonymSql(salt, worker))
}
