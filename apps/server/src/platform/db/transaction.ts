import type { Database, Tx } from './database.ts'

const ATTEMPTS = 5
/** serialization failure, deadlock detected: PostgreSQL ended our transaction so that another could go on */
const TRY_AGAIN = new Set(['40001', '40P01'])

/** Runs the work in one transaction, again from the start when the database had to break a deadlock. */
export async function inTransaction<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return tryAgain(() => db.transaction().execute(work))
}

/** Runs what is atomic in itself, again when the database had to break a deadlock. */
export async function tryAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const code = (error as { code?: unknown } | null)?.code
      if (attempt >= ATTEMPTS || typeof code !== 'string' || !TRY_AGAIN.has(code)) throw error
    }
  }
}
