import { verifyEvents, type ChainReport } from '../events/index.ts'
import type { Database } from '../platform/db/database.ts'
import {
  CHECKS,
  liftTimeLimit,
  readCounts,
  readHoldings,
  runCheck,
  type CheckName,
  type Counts,
  type CurrencyFigures,
  type FoundProblem,
} from './verify.store.ts'

/** Problems listed of each kind; their number is always exact. */
const LISTED = 20

export interface LedgerReport {
  /** true when every check passed and the chain of events is whole */
  readonly ok: boolean
  readonly counts: Counts
  readonly holdings: readonly CurrencyFigures[]
  /** at most 20 of each kind */
  readonly problems: readonly FoundProblem[]
  /** all problems, also those that are not listed */
  readonly problemCount: number
  readonly events: ChainReport
}

export type VerifyStep = 'counts' | CheckName | 'events'

/**
 * Recomputes the ledger from its entries, as it was at one instant: payments that arrive meanwhile do not disturb it, and
 * it blocks nobody. Reads every entry, transfer, approved assignment and event once per check; the memory of this process
 * does not grow with them.
 *
 * @param onProgress called before each step, with how many steps there are.
 */
export async function verifyLedger(
  db: Database,
  onProgress: (step: VerifyStep, index: number, steps: number) => void = () => undefined,
): Promise<LedgerReport> {
  const checks = Object.keys(CHECKS) as CheckName[]
  const steps = checks.length + 2
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await liftTimeLimit(tx)
      onProgress('counts', 1, steps)
      const counts = await readCounts(tx)
      const holdings = await readHoldings(tx)
      const problems: FoundProblem[] = []
      for (const [index, name] of checks.entries()) {
        onProgress(name, index + 2, steps)
        problems.push(...(await runCheck(tx, name, LISTED)))
      }
      onProgress('events', steps, steps)
      const events = await verifyEvents(tx)
      const problemCount = [...new Map(problems.map(({ kind, count }) => [kind, count])).values()].reduce((sum, count) => sum + count, 0)
      return { ok: problemCount === 0 && events.brokenAt === null, counts, holdings, problems, problemCount, events }
    })
}
