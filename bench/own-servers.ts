import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createDatabase, dropDatabase, urlOfDatabase } from '../apps/server/src/platform/database-admin.ts'
import { startEmbeddedPostgres } from '../apps/server/src/platform/embedded-postgres.ts'

const CANUT = resolve(import.meta.dirname, '../apps/server/bin/canut.js')
const PROXY = join(import.meta.dirname, 'tcp-proxy.ts')
const READY_MS = 60_000
const STOP_MS = 25_000
/** Settings of whoever runs the bench, which must not reach what it starts. */
const NOT_INHERITED = /^(DATABASE_URL|PUBLIC_URL|HOST|PORT|SMTP_URL|TRUST_PROXY|S3_\w+|CANUT_\w+)$/

/** Things to undo, the last one first, each even if another fails. */
export interface Cleanup {
  add(undo: () => Promise<unknown> | void): void
  run(): Promise<void>
}

export function createCleanup(): Cleanup {
  const undos: (() => Promise<unknown> | void)[] = []
  return {
    add: (undo) => undos.push(undo),
    async run() {
      for (const undo of undos.toReversed()) {
        try {
          await undo()
        } catch (error) {
          console.error(error)
        }
      }
    },
  }
}

/**
 * An empty database: on the server of `DATABASE_URL`, from which it is dropped at the end, else on an embedded PostgreSQL of
 * our own, in a temporary folder. Returns its address.
 */
export async function makeDatabase(cleanup: Cleanup): Promise<string> {
  const given = process.env['DATABASE_URL']
  if (given !== undefined && given !== '') {
    const name = `canut_bench_${randomBytes(6).toString('hex')}`
    await createDatabase(given, name)
    cleanup.add(() => dropDatabase(given, name))
    return urlOfDatabase(given, name)
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'canut-bench-'))
  cleanup.add(() => rmSync(dataDir, { recursive: true, force: true }))
  const postgres = await startEmbeddedPostgres({ dataDir, log: { info: () => undefined, warn: console.warn } })
  // ended by a bug or a second Ctrl-C: what is temporary must not go on running
  const endAtExit = () => process.kill(postgres.pid, 'SIGKILL')
  process.on('exit', endAtExit)
  cleanup.add(async () => {
    await postgres.stop()
    process.off('exit', endAtExit)
  })
  return postgres.databaseUrl
}

export interface OwnServer {
  readonly port: number
  readonly url: string
  /** of the running process */
  pid(): number
  /** Ends it without warning, as a lack of memory would. */
  kill(): Promise<void>
  /** After `kill`: the same settings, the same port. */
  restart(): Promise<void>
}

/** One process of an instance: several may be started on one database. They share the secret, as processes of an instance do. */
export async function startServer(databaseUrl: string, cleanup: Cleanup, env: Readonly<Record<string, string>> = {}): Promise<OwnServer> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const dataDir = mkdtempSync(join(tmpdir(), 'canut-bench-'))
  cleanup.add(() => rmSync(dataDir, { recursive: true, force: true }))
  const own = { DATABASE_URL: databaseUrl, CANUT_DATA: dataDir, CANUT_SECRET: SECRET, CANUT_DEMO: 'off', LOG_LEVEL: 'warn' }
  const start = () =>
    startChild([CANUT, 'serve'], { ...own, HOST: '127.0.0.1', PORT: String(port), PUBLIC_URL: url, ...env }, /Canut is ready/)
  let running = await start()
  cleanup.add(() => running.end('SIGTERM'))
  return {
    port,
    url,
    pid: () => running.pid,
    kill: () => running.end('SIGKILL'),
    restart: async () => {
      running = await start()
    },
  }
}

const SECRET = randomBytes(32).toString('hex')

/**
 * A proxy of our own in its own process: it gives each connection to the next of `targets`, and lets every piece in either
 * direction arrive `delayMs` later. Returns its port.
 */
export async function startProxy(targets: readonly number[], delayMs: number, cleanup: Cleanup): Promise<number> {
  const { end, output } = await startChild([PROXY, String(delayMs), ...targets.map(String)], {}, /listening on (\d+)/)
  cleanup.add(() => end('SIGKILL'))
  return Number(/listening on (\d+)/.exec(output)?.[1])
}

/** The same database through another port of this machine. */
export function throughPort(databaseUrl: string, port: number): string {
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${port}`
  return url.href
}

interface Running {
  readonly pid: number
  /** until it was ready */
  readonly output: string
  end(how: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** Resolves when its output says that it is ready; ends with this process at the latest. */
async function startChild(command: readonly string[], env: Readonly<Record<string, string>>, ready: RegExp): Promise<Running> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name)))
  // a group of its own: Ctrl-C in the terminal is for the bench, which stops the others when it is done with them
  const child = spawn(process.execPath, command, { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const endAtExit = () => child.kill('SIGKILL')
  process.on('exit', endAtExit)
  let output = ''
  const timer = setTimeout(endAtExit, READY_MS)
  await new Promise<void>((started, failed) => {
    const read = (piece: Buffer) => {
      output = (output + piece.toString()).slice(-4000)
      if (ready.test(output)) started()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('error', failed)
    child.once('exit', () => failed(new Error(`${command.join(' ')} ended before it was ready:\n${output}`)))
  }).finally(() => clearTimeout(timer))
  // what it complains about later is for the person who runs the bench
  child.stderr.on('data', (piece: Buffer) => process.stderr.write(piece))
  return {
    pid: child.pid ?? 0,
    output,
    async end(how) {
      await endChild(child, how)
      process.off('exit', endAtExit)
    },
  }
}

async function endChild(child: ChildProcess, how: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(how)
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await exited
  clearTimeout(timer)
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
