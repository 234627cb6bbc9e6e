import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import { lapseLeases } from './dispatch.store.ts'

const EVERY_SECONDS = 2
const ROWS_A_STEP = 500

/** Puts leases that ran out back in play, a few seconds after they did. */
export function startWorkTasks(services: Services): void {
  services.jobs.every('lapse-leases', EVERY_SECONDS, () => lapseExpired(services))
}

export async function lapseExpired(services: Services): Promise<void> {
  for (;;) {
    const lapsed = await inTransaction(services.db, (tx) => lapseLeases(tx, services.now(), ROWS_A_STEP))
    if (lapsed > 0) services.log.info({ lapsed }, 'leases_lapsed')
    if (lapsed < ROWS_A_STEP) return
  }
}
