import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDataFolder, type DataFolder } from './data-folder.ts'
import { createDatabaseIfMissing, urlOfDatabase } from './database-admin.ts'
import type { Log } from './log.ts'
import { clusterName, clusterPaths, openCluster, SUPERUSER, type PostgresCluster } from './postgres-cluster.ts'
import { findPostmaster, readPostmasterStatus, stopOrphan, stopPostmaster } from './postmaster.ts'
import { StartupProblem } from './startup-problem.ts'

const DATABASE = 'canut'
const START_TIMEOUT_MS = 15 * 60_000
const SAY_STILL_STARTING_EVERY_MS = 10_000
const WAIT_FOR_OLD_WORKERS_MS = 15_000
const LOG_ROTATION_BYTES = 20 * 1024 * 1024

const SETTINGS: Readonly<Record<string, string>> = {
  max_connections: '100',
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

export interface EmbeddedPostgres {
  /** of the database `canut`, with the password */
  readonly databaseUrl: string
  readonly port: number
  readonly pid: number
  /** Settles when PostgreSQL ends without `stop` having been called, with the end of its log; never otherwise. */
  readonly died: Promise<string>
  /** Fast shutdown, then gives the folder free. Calling it again waits for the same shutdown. */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  readonly dataDir: string
  /** default: a free one, chosen by the operating system */
  readonly port?: number
  /** added to our own settings, or instead of them */
  readonly settings?: Readonly<Record<string, string>>
  readonly log: Pick<Log, 'info' | 'warn'>
}

/**
 * Starts the PostgreSQL that npm brought, on the files in `dataDir`, for this process alone. It listens on 127.0.0.1
 * only, in its own process group: a Ctrl-C in the terminal reaches Canut, which stops it once requests are done.
 * A server left behind by a killed Canut is stopped first.
 *
 * @throws StartupProblem with a sentence for the person who starts Canut
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = await openDataFolder(options.dataDir)
  try {
    const orphan = await stopOrphan(folder.path)
    if (orphan !== null) options.log.info({ pid: orphan.pid }, 'database_orphan_stopped')
    const cluster = await openCluster(folder.path, options.settings?.['fsync'] !== 'off')
    rotateLog(clusterPaths(folder.path).log)
    return await serve(folder, cluster, options)
  } catch (error) {
    folder.release()
    throw error
  }
}

/** The database of a Canut that runs now on this folder, for commands beside it; null when none is running. */
export function findEmbeddedPostgres(dataDir: string): { databaseUrl: string; port: number; pid: number } | null {
  const status = findPostmaster(dataDir)
  if (status === null || !status.ready) return null
  const password = readFileSync(clusterPaths(dataDir).password, 'utf8').trim()
  return { databaseUrl: urlFor(status.port, password), port: status.port, pid: status.pid }
}

type Attempt = { kind: 'ready'; server: Server } | { kind: 'ended'; lastWords: string }

interface Server {
  readonly pid: number
  readonly port: number
  readonly ended: Promise<unknown>
  readonly hasEnded: () => boolean
}

async function serve(folder: DataFolder, cluster: PostgresCluster, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const server = await startUntilReady(folder, cluster, options)
  const databaseUrl = urlFor(server.port, cluster.password)
  let stopping: Promise<void> | null = null
  const stop = () =>
    (stopping ??= stopPostmaster(server.pid, server.hasEnded).then(() => {
      folder.release()
      options.log.info({ pid: server.pid }, 'database_stopped')
    }))
  const died = new Promise<string>((settle) => {
    void server.ended.then(() => stopping === null && settle(endOf(clusterPaths(folder.path).log, 0)))
  })
  try {
    await createDatabaseIfMissing(urlOfDatabase(databaseUrl, 'postgres'), DATABASE)
  } catch (error) {
    await stop()
    throw error
  }
  options.log.info({ pid: server.pid, port: server.port }, 'database_started')
  return { databaseUrl, port: server.port, pid: server.pid, died, stop }
}

async function startUntilReady(folder: DataFolder, cluster: PostgresCluster, options: EmbeddedPostgresOptions): Promise<Server> {
  const giveUpAt = Date.now() + WAIT_FOR_OLD_WORKERS_MS
  for (;;) {
    const port = options.port ?? (await findFreePort())
    const attempt = await startOnce(folder, cluster, port, options)
    if (attempt.kind === 'ready') return attempt.server

    const { lastWords } = attempt
    // Workers of a killed server leave on their own a moment after it; PostgreSQL rightly refuses to start before.
    const oldWorkers = lastWords.includes('pre-existing shared memory block')
    const portTaken = lastWords.includes('Address already in use') || lastWords.includes('could not bind')
    if (portTaken && options.port !== undefined) throw portIsTaken(options.port)
    if (!(oldWorkers || portTaken) || Date.now() > giveUpAt) throw notStarted(folder.path, lastWords)
    await sleep(200)
  }
}

async function startOnce(folder: DataFolder, cluster: PostgresCluster, port: number, options: EmbeddedPostgresOptions): Promise<Attempt> {
  const logFile = clusterPaths(folder.path).log
  const output = openSync(logFile, 'a', 0o600)
  const logStart = statSync(logFile).size
  const args = ['-D', cluster.filesArgument, ...settingsAsArguments(cluster.files, port, options.settings)]
  const child = spawn(cluster.binaries.postgres, args, { ...cluster.spawnOptions, stdio: ['ignore', output, output], detached: true })
  closeSync(output)
  let hasEnded = false
  const ended = new Promise<void>((settle) => {
    const end = () => {
      hasEnded = true
      settle()
    }
    child.once('exit', end)
    child.once('error', end)
  })
  if (child.pid === undefined) {
    const [error] = (await once(child, 'error')) as unknown[]
    return { kind: 'ended', lastWords: String(error) }
  }
  // Canut may end before it (killed, or a bug): PostgreSQL is not a reason to stay alive.
  child.unref()
  const server = { pid: child.pid, port, ended, hasEnded: () => hasEnded }
  return (await isReadyInTime(cluster.files, server, options.log))
    ? { kind: 'ready', server }
    : { kind: 'ended', lastWords: endOf(logFile, logStart) }
}

/** False when the server ended instead. After a crash it first replays its log, which may take minutes. */
async function isReadyInTime(files: string, server: Server, log: Pick<Log, 'info'>): Promise<boolean> {
  const start = Date.now()
  let saidAt = start
  while (Date.now() - start < START_TIMEOUT_MS) {
    if (server.hasEnded()) return false
    const status = readPostmasterStatus(files)
    if (status?.pid === server.pid && status.ready) return true
    if (Date.now() - saidAt >= SAY_STILL_STARTING_EVERY_MS) {
      saidAt = Date.now()
      log.info({ seconds: Math.round((saidAt - start) / 1000) }, 'database_still_starting')
    }
    await sleep(20)
  }
  await stopPostmaster(server.pid, server.hasEnded)
  return false
}

function settingsAsArguments(files: string, port: number, settings: Readonly<Record<string, string>> = {}): string[] {
  const all = {
    ...SETTINGS,
    ...settings,
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    cluster_name: clusterName(files),
  }
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function urlFor(port: number, password: string): string {
  return `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}`
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('a listening TCP server has no port')
  return address.port
}

/** One old log is kept beside the current one. */
function rotateLog(file: string): void {
  if (existsSync(file) && statSync(file).size > LOG_ROTATION_BYTES) renameSync(file, `${file}.1`)
}

function endOf(logFile: string, from: number): string {
  return readFileSync(logFile).subarray(from).toString('utf8').trim().split('\n').slice(-12).join('\n')
}

function portIsTaken(port: number): StartupProblem {
  return new StartupProblem('database_port_taken', {
    en: `PostgreSQL cannot listen on 127.0.0.1:${port}: another program does. Stop that program or choose another port.`,
    fr: `PostgreSQL ne peut pas écouter sur 127.0.0.1:${port} : un autre programme y écoute. Arrêtez ce programme ou choisissez un autre port.`,
  })
}

function notStarted(dataDir: string, lastWords: string): StartupProblem {
  const log = clusterPaths(resolve(dataDir)).log
  return new StartupProblem('database_not_started', {
    en: `PostgreSQL did not start. The end of ${log} says:\n${lastWords}`,
    fr: `PostgreSQL n’a pas démarré. La fin de ${log} dit :\n${lastWords}`,
  })
}
