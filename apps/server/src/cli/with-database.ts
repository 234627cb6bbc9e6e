import { systemClock, type Clock } from '../platform/clock.ts'
import { openDatabase, type Database, type OpenDatabase } from '../platform/db/database.ts'
import { migrate } from '../platform/migrate.ts'
import { openDatabaseForCommand } from './instance.ts'

/** Runs a command on the instance's database, whether or not a Canut is running on it, and leaves everything as it was. */
export async function withDatabase<T>(work: (opened: { db: Database; pool: OpenDatabase['pool']; now: Clock }) => Promise<T>): Promise<T> {
  const reached = await openDatabaseForCommand()
  try {
    // A Canut that runs has brought its own database up to date.
    if (reached.startedHere || reached.config.databaseUrl !== null) await migrate(reached.databaseUrl, { log: reached.log })
    const { db, pool, close } = openDatabase({ url: reached.databaseUrl, poolSize: 1, log: reached.log })
    try {
      return await work({ db, pool, now: systemClock })
    } finally {
      await close()
    }
  } finally {
    await reached.close()
  }
}
