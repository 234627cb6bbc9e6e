import { systemClock, type Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import { openDatabase, type Database, type OpenDatabase } from '../platform/db/database.ts'
import { migrate } from '../platform/migrate.ts'
import { openDatabaseForCommand } from './instance.ts'

/** A file that is read row by row holds one, and what is looked up for a row takes the other. */
const POOL_SIZE = 2

/** Runs a command on the instance's database, whether or not a Canut is running on it, and leaves everything as it was. */
export async function withDatabase<T>(
  work: (opened: { db: Database; pool: OpenDatabase['pool']; now: Clock; config: Config }) => Promise<T>,
): Promise<T> {
  const reached = await openDatabaseForCommand()
  try {
    // A Canut that runs has brought its own database up to date.
    if (reached.startedHere || reached.config.databaseUrl !== null) await migrate(reached.databaseUrl, { log: reached.log })
    const { db, pool, close } = openDatabase({ url: reached.databaseUrl, poolSize: POOL_SIZE, log: reached.log })
    try {
      return await work({ db, pool, now: systemClock, config: reached.config })
    } finally {
      await close()
    }
  } finally {
    await reached.close()
  }
}
