import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import { formatBytes, type Locale } from '../platform/i18n/index.ts'
import { countJobs } from '../platform/jobs/job-figures.ts'
import { listMigrations, type Migration } from '../platform/migrate.ts'
import { messages } from './doctor.messages.ts'
import { fine, problem, warning, type Finding } from './finding.ts'
import { countStewards, glanceAtLedger, readMigrations, readServerFacts, type Pool, type ServerFacts } from './operation.store.ts'

const OLDEST_VERSION = 150_000
const CLOCK_WARNING_SECONDS = 2
const CLOCK_PROBLEM_SECONDS = 30
const MANY_JOBS = 1000

export interface DatabaseToCheck {
  readonly pool: Pool
  readonly config: Config
  readonly now: Clock
  readonly locale: Locale
}

/** What can be known of a database that answers; nothing is changed. */
export async function checkDatabase({ pool, config, now, locale }: DatabaseToCheck): Promise<Finding[]> {
  const before = now()
  const facts = await readServerFacts(pool)
  const applied = await readMigrations(pool)
  const findings = [
    checkServer(facts, locale),
    checkConnections(facts, config.poolSize, locale),
    checkClock(facts.now, before, now(), locale),
    checkMigrations(applied, listMigrations(), locale),
  ]
  // the other checks read tables, which are only known when the migrations are
  if (findings.some(({ check, level }) => check === 'migrations' && level !== 'ok')) return findings
  return [...findings, await checkJobs(pool, locale), await checkLedger(pool, locale), await checkStewards(pool, locale)]
}

export function checkServer(
  { version, versionText, bytes, encoding }: Pick<ServerFacts, 'version' | 'versionText' | 'bytes' | 'encoding'>,
  locale: Locale,
): Finding {
  const t = messages[locale].database
  if (version < OLDEST_VERSION) return problem('database', t.old.found({ version: versionText }), t.old.todo)
  if (encoding !== 'UTF8') return problem('database', t.encoding.found({ encoding }), t.encoding.todo)
  return fine('database', t.ok({ version: versionText, size: formatBytes(bytes, locale) }))
}

export function checkConnections(
  { connections: used, maxConnections: max }: Pick<ServerFacts, 'connections' | 'maxConnections'>,
  pool: number,
  locale: Locale,
): Finding {
  const t = messages[locale].connections
  return used + pool > max ? warning('connections', t.few.found({ used, max, pool }), t.few.todo) : fine('connections', t.ok({ used, max }))
}

/** The server's clock was read between `before` and `after` of ours: within that time nothing can be said against it. */
export function checkClock(server: Date, before: Date, after: Date, locale: Locale): Finding {
  const t = messages[locale].clock
  const seconds = Math.max(0, before.getTime() - server.getTime(), server.getTime() - after.getTime()) / 1000
  if (seconds < CLOCK_WARNING_SECONDS) return fine('clock', t.ok({ seconds }))
  return (seconds < CLOCK_PROBLEM_SECONDS ? warning : problem)('clock', t.off.found({ seconds }), t.off.todo)
}

export function checkMigrations(applied: readonly Migration[], ours: readonly Migration[], locale: Locale): Finding {
  const t = messages[locale].migrations
  const unlike = applied.filter(({ name, checksum }, index) => ours[index]?.name !== name || ours[index].checksum !== checksum)
  if (unlike.length > 0) return problem('migrations', t.unlike.found({ names: unlike.map(({ name }) => name).join(', ') }), t.unlike.todo)
  const pending = ours.length - applied.length
  return pending > 0
    ? warning('migrations', t.pending.found({ count: pending }), t.pending.todo)
    : fine('migrations', t.ok({ count: ours.length }))
}

async function checkJobs(pool: Pool, locale: Locale): Promise<Finding> {
  const t = messages[locale].jobs
  const queues = await countJobs(pool)
  const sum = (of: 'waiting' | 'running') => queues.reduce((total, queue) => total + queue[of], 0)
  const failed = queues.filter((queue) => queue.failed > 0).map(({ queue, failed: count }) => `${queue} ${count}`)
  if (failed.length > 0) return warning('jobs', t.failed.found({ queues: failed.join(', ') }), t.failed.todo)
  const waiting = sum('waiting')
  return waiting > MANY_JOBS
    ? warning('jobs', t.behind.found({ count: waiting }), t.behind.todo)
    : fine('jobs', t.ok({ waiting, running: sum('running') }))
}

async function checkLedger(pool: Pool, locale: Locale): Promise<Finding> {
  const t = messages[locale].ledger
  const { transfers, unbalanced, negativeEscrows } = await glanceAtLedger(pool)
  if (unbalanced.length > 0) return problem('ledger', t.unbalanced.found({ currencies: unbalanced.join(', ') }), t.unbalanced.todo)
  if (negativeEscrows > 0) return problem('ledger', t.negative.found({ count: negativeEscrows }), t.negative.todo)
  return fine('ledger', t.ok({ transfers }))
}

async function checkStewards(pool: Pool, locale: Locale): Promise<Finding> {
  const t = messages[locale].stewards
  const count = await countStewards(pool)
  return count === 0 ? warning('stewards', t.none.found, t.none.todo) : fine('stewards', t.ok({ count }))
}
