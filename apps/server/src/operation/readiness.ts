import type { Services } from '../platform/services.ts'
import { listMigrations, type Migration } from '../platform/migrate.ts'
import { answers, readMigrations } from './operation.store.ts'

export type Check = 'ok' | 'failed'

export interface Readiness {
  readonly ready: boolean
  readonly checks: { readonly process: 'ok' | 'stopping'; readonly database: Check; readonly migrations: Check }
}

const PATIENCE_MS = 3000

/** Whether requests should be sent to this process now. Never throws, and answers within a few seconds. */
export async function checkReadiness(services: Pick<Services, 'lifecycle' | 'pool' | 'log'>): Promise<Readiness> {
  const process = services.lifecycle.isStopping() ? 'stopping' : 'ok'
  const database = await succeeds(services, 'database', () => answers(services.pool))
  const migrations =
    database === 'ok' ? await succeeds(services, 'migrations', async () => isCurrent(await readMigrations(services.pool))) : 'failed'
  return { ready: process === 'ok' && database === 'ok' && migrations === 'ok', checks: { process, database, migrations } }
}

/** The database has exactly the migrations of this version; one ahead of it is served by a newer process, not by this one. */
function isCurrent(applied: readonly Migration[]): boolean {
  const ours = listMigrations()
  return ours.length === applied.length && ours.every(({ name }, index) => applied[index]?.name === name)
}

async function succeeds(services: Pick<Services, 'log'>, name: string, check: () => Promise<boolean>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS)
  })
  try {
    return (await Promise.race([check(), tooLong])) ? 'ok' : 'failed'
  } catch (error) {
    services.log.warn({ check: name, reason: error instanceof Error ? error.message : String(error) }, 'not_ready')
    return 'failed'
  } finally {
    clearTimeout(timer)
  }
}
