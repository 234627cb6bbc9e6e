import { sql } from 'kysely'
import { createGrouping } from '../grouping.ts'
import { oncePer } from '../once-per.ts'
import type { Database } from './database.ts'

/**
 * For a transaction whose locks others wait for: it commits without waiting for the disk, and whoever asked for it is
 * answered after `untilDurable`. As a column of a query; holds until the end of its transaction.
 */
export const flushedLater = sql`set_config('synchronous_commit', 'off', true)`

const flushing = oncePer((db: Database) =>
  createGrouping<null, null>({
    keyOf: () => '',
    async carryOut(asks) {
      await sql`/* prepare flush */ select pg_logical_emit_message(true, 'canut', '')`.execute(db)
      return [...asks]
    },
    most: Number.POSITIVE_INFINITY,
    lanes: 1,
  }),
)

/**
 * Resolves when everything that was committed before the call is on disk: the log is written in order, so a commit that
 * waits for the disk takes all earlier ones along. One for all who wait at the same time.
 */
export async function untilDurable(db: Database): Promise<void> {
  await flushing(db)(null)
}
