import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readConfig, type Config } from '../platform/config.ts'
import { refuseUnreachable } from '../platform/database-admin.ts'
import { findEmbeddedPostgres, startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { createLog, type Log } from '../platform/log.ts'
import { migrate } from '../platform/migrate.ts'
import { onInterruption } from './interrupt.ts'
import { StartupProblem } from '../platform/startup-problem.ts'

export interface Instance {
  readonly config: Config
  readonly log: Log
  readonly databaseUrl: string
  /** signs session cookies */
  readonly secret: string
  /** settles only if the embedded database ends by itself */
  readonly databaseDied: Promise<string>
  close(): Promise<void>
}

/** Reads the settings, starts or reaches the database and brings it up to date. */
export async function openInstance(env: Record<string, string | undefined> = process.env): Promise<Instance> {
  const config = settingsOrRefusal(env)
  // in a terminal somebody reads: lines of JSON between our sentences help nobody
  const isRead = process.stdout.isTTY && env['LOG_LEVEL'] === undefined
  const log = createLog(isRead ? { logLevel: 'warn' } : config)
  if (config.databaseUrl !== null) {
    await refuseUnreachable(config.databaseUrl)
    await migrate(config.databaseUrl, { log })
    return {
      config,
      log,
      databaseUrl: config.databaseUrl,
      secret: await instanceSecret(config, env),
      databaseDied: new Promise(() => undefined),
      close: async () => undefined,
    }
  }
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log })
  try {
    await migrate(postgres.databaseUrl, { log })
    const secret = await instanceSecret(config, env)
    return { config, log, databaseUrl: postgres.databaseUrl, secret, databaseDied: postgres.died, close: () => postgres.stop() }
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

/** The database of a command that works beside the instance, or while it is stopped. */
export interface CommandDatabase {
  readonly config: Config
  readonly log: Log
  readonly databaseUrl: string
  /** false: a server of DATABASE_URL, or the one of a Canut that runs now; `close` leaves it alone */
  readonly startedHere: boolean
  close(): Promise<void>
}

/**
 * Reaches DATABASE_URL, else the embedded database of a Canut that runs now on the data folder, else starts it for the
 * length of the command. Nothing is migrated: a backup reads what is there, a restore begins with nothing.
 *
 * @throws StartupProblem
 */
export async function openDatabaseForCommand(env: Record<string, string | undefined> = process.env): Promise<CommandDatabase> {
  const config = settingsOrRefusal(env)
  const log = createLog(env['LOG_LEVEL'] === undefined ? { logLevel: 'warn' } : config, 'stderr')
  if (config.databaseUrl !== null) await refuseUnreachable(config.databaseUrl)
  const reached = config.databaseUrl ?? findEmbeddedPostgres(config.dataDir)?.databaseUrl
  if (reached !== undefined) return { config, log, databaseUrl: reached, startedHere: false, close: async () => undefined }
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log })
  // A Ctrl-C must not leave it running behind us; what the command was doing there then fails, and is undone.
  const stopListening = onInterruption(() => {
    postgres.stop().catch((error: unknown) => log.error({ err: error }, 'database_not_stopped'))
  })
  const close = () => postgres.stop().finally(stopListening)
  return { config, log, databaseUrl: postgres.databaseUrl, startedHere: true, close }
}

function settingsOrRefusal(env: Record<string, string | undefined>): Config {
  const read = readConfig(env)
  if (read.ok) return read.config
  const list = read.problems.map((problem) => `  - ${problem}`).join('\n')
  throw new StartupProblem('wrong_settings', { en: `Cannot start:\n${list}`, fr: `Démarrage impossible :\n${list}` })
}

/** Made once and kept in the data folder; CANUT_SECRET gives the same one to several machines. */
async function instanceSecret(config: Config, env: Record<string, string | undefined>): Promise<string> {
  const given = env['CANUT_SECRET']?.trim()
  if (given !== undefined && given !== '') return given
  const path = join(config.dataDir, 'secret')
  await mkdir(config.dataDir, { recursive: true })
  await writeFile(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  return (await readFile(path, 'utf8')).trim()
}
