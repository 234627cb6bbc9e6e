import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createPerson, createToken } from '../identity/index.ts'
import { systemClock } from '../platform/clock.ts'
import { openDatabase } from '../platform/db/database.ts'
import { findEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { createLog } from '../platform/log.ts'
import { StartupProblem } from '../platform/startup-problem.ts'
import { replayMessages } from './replay.messages.ts'

/** Also when this file is compiled: apps/server/{src,dist}/replay → apps/server/bin. */
const CANUT = resolve(import.meta.dirname, '../../bin/canut.js')
const READY = 'Canut is ready'
const OUTPUT_KEPT_CHARS = 4000
/** Settings of whoever runs the replay, which must not reach an instance of our own. */
const NOT_INHERITED = /^(DATABASE_URL|PUBLIC_URL|HOST|PORT|SMTP_URL|TRUST_PROXY|S3_\w+|CANUT_\w+)$/

/** A Canut of our own: `canut serve` in another process, on its own folder, database and port. */
export interface OwnInstance {
  readonly url: string
  readonly dataDir: string
  /** a steward's, of the scopes `request` and `steward` */
  readonly token: string
  databaseUrl(): string
  /** of the process of the server, to measure it; null while it does not run */
  serverPid(): number | null
  /** Ends server and PostgreSQL without warning, as a lack of memory would. */
  kill(): Promise<void>
  /** Starts it again on the same folder and port. */
  restart(): Promise<void>
  /** Stops it, and deletes its folder unless it is to be kept. */
  stop(): Promise<void>
}

export interface InstanceOptions {
  readonly keep?: boolean
  readonly signal: AbortSignal
  /** of `canut serve`, besides what it needs */
  readonly env?: Readonly<Record<string, string>>
  /** for Node itself, such as `--cpu-prof` */
  readonly nodeArguments?: readonly string[]
}

export async function startOwnInstance({ keep = false, signal, env = {}, nodeArguments = [] }: InstanceOptions): Promise<OwnInstance> {
  const dataDir = await mkdtemp(join(tmpdir(), 'canut-replay-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let server: ChildProcess | null = null
  // ended twice by Ctrl-C, or by a bug: what is temporary must not go on running
  const endAtExit = () => {
    server?.kill('SIGKILL')
    const postgres = findEmbeddedPostgres(dataDir)
    if (postgres !== null) process.kill(postgres.pid, 'SIGKILL')
  }
  const start = async () => {
    server = await spawnServer({ dataDir, port, url, env, nodeArguments, signal })
  }
  const stop = async () => {
    await endProcess(server, 'SIGTERM')
    process.off('exit', endAtExit)
    if (!keep) await rm(dataDir, { recursive: true, force: true })
  }
  process.on('exit', endAtExit)
  try {
    await start()
    return {
      url,
      dataDir,
      token: await makeSteward(databaseUrlOf(dataDir)),
      databaseUrl: () => databaseUrlOf(dataDir),
      serverPid: () => server?.pid ?? null,
      kill: async () => {
        const postgres = findEmbeddedPostgres(dataDir)
        if (postgres !== null) process.kill(postgres.pid, 'SIGKILL')
        await endProcess(server, 'SIGKILL')
      },
      restart: start,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

interface ServerToSpawn extends Required<Omit<InstanceOptions, 'keep'>> {
  readonly dataDir: string
  readonly port: number
  readonly url: string
}

async function spawnServer({ dataDir, port, url, env, nodeArguments, signal }: ServerToSpawn): Promise<ChildProcess> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name)))
  const own = { CANUT_DATA: dataDir, CANUT_DEMO: 'off', HOST: '127.0.0.1', PORT: String(port), PUBLIC_URL: url, LOG_LEVEL: 'warn' }
  // a group of its own: Ctrl-C in the terminal is for the replay, which stops the instance when it is done with it
  const server = spawn(process.execPath, [...nodeArguments, CANUT, 'serve'], {
    env: { ...inherited, ...own, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  await new Promise<void>((ready, fail) => {
    const read = (piece: Buffer) => {
      output = (output + piece.toString()).slice(-OUTPUT_KEPT_CHARS)
      if (output.includes(READY)) ready()
    }
    server.stdout.on('data', read)
    server.stderr.on('data', read)
    server.once('error', fail)
    server.once('exit', () => fail(notStarted(output.trim())))
    signal.addEventListener('abort', () => fail(signal.reason as Error), { once: true })
  }).catch(async (error: unknown) => {
    await endProcess(server, 'SIGTERM')
    throw error
  })
  return server
}

async function endProcess(child: ChildProcess | null, how: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(how)
  await exited
}

/** The first person of an empty instance cannot be made by its API: who would be allowed to? */
export async function makeSteward(databaseUrl: string): Promise<string> {
  const { db, close } = openDatabase({ url: databaseUrl, poolSize: 1, log: createLog({ logLevel: 'warn' }, 'stderr') })
  try {
    const services = { db, now: systemClock }
    const person = await createPerson(services, { name: 'Replay', email: 'replay@replay.invalid', isSteward: true, isDemo: true })
    if (!person.ok) throw new Error(person.error.kind)
    const token = await createToken(services, {
      personId: person.value.id,
      name: 'replay',
      scopes: ['request', 'steward'],
      expiresAt: null,
    })
    if (!token.ok) throw new Error(token.error.kind)
    return token.value.token
  } finally {
    await close()
  }
}

function databaseUrlOf(dataDir: string): string {
  const postgres = findEmbeddedPostgres(dataDir)
  if (postgres === null) throw new Error(`no PostgreSQL runs on ${dataDir}`)
  return postgres.databaseUrl
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('a listening TCP server has no port')
  return address.port
}

function notStarted(output: string): StartupProblem {
  return new StartupProblem('instance_unreachable', {
    en: replayMessages.en.instance.notStarted({ output }),
    fr: replayMessages.fr.instance.notStarted({ output }),
  })
}
