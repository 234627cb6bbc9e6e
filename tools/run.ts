import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')
const BIN = join(ROOT, 'node_modules/.bin')

/** Our own Node and tools come first, also when this is started without npm. */
const env = { ...process.env, PATH: `${BIN}${delimiter}${process.env['PATH'] ?? ''}` }

/** Runs a command in the foreground; nobody can type into it. Answers its exit code, 1 when a signal ended it. */
export async function runHere(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] })
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  process.on('SIGTERM', pass)
  // a Ctrl-C in the terminal reaches the child itself: this process only has to outlive it
  process.on('SIGINT', ignore)
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    return code ?? 1
  } finally {
    process.off('SIGTERM', pass)
    process.off('SIGINT', ignore)
  }
}

const ignore = () => undefined

export interface Finished {
  readonly code: number
  readonly seconds: number
  /** stdout and stderr as they came */
  readonly output: string
}

/** Runs a command in the background and keeps what it says. */
export async function runQuietly(command: string, args: readonly string[]): Promise<Finished> {
  const startedAt = performance.now()
  const child = spawn(command, args, { cwd: ROOT, env: { ...env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => chunks.push(text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code: code ?? 1, seconds: (performance.now() - startedAt) / 1000, output: chunks.join('') }
}
