import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

export const PGBENCH_MISSING = `pgbench was not found. It comes with PostgreSQL: on Debian and Ubuntu in the package postgresql-contrib or
postgresql-client, elsewhere in the folder bin of PostgreSQL. Put it in PATH, or give its path: PGBENCH=/path/to/pgbench`

/** `$PGBENCH`, else the one in PATH; null when there is none that runs. */
export function findPgbench(): string | null {
  const program = process.env['PGBENCH'] ?? 'pgbench'
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0 ? program : null
}

export interface PgbenchRun {
  readonly program: string
  readonly databaseUrl: string
  /** one transaction of the count, in pgbench's language */
  readonly script: string
  readonly clients: number
  readonly seconds: number
  readonly variables?: Readonly<Record<string, number>>
}

export interface PgbenchFigures {
  readonly perSecond: number
  readonly meanMs: number
}

/** Runs a script with prepared statements from one thread. @throws when a client failed: its figures would be of fewer clients. */
export async function runPgbench({ program, databaseUrl, script, clients, seconds, variables = {} }: PgbenchRun): Promise<PgbenchFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'canut-pgbench-'))
  const file = join(folder, 'script.sql')
  writeFileSync(file, script)
  const defined = Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`])
  const load = ['-M', 'prepared', '-n', '-j', '1', '-c', String(clients), '-T', String(seconds), ...defined, '-f', file]
  const { hostname, port, pathname, username, password } = new URL(databaseUrl)
  const to = ['-h', hostname, '-p', port || '5432', '-U', decodeURIComponent(username), pathname.slice(1)]
  // a statement that takes longer than the run must not make it endless
  const env = { ...process.env, PGPASSWORD: decodeURIComponent(password), PGOPTIONS: '-c statement_timeout=60000' }
  try {
    const child = spawn(program, [...load, ...to], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const exited = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
    const [code, output, complaints] = await Promise.all([exited, text(child.stdout), text(child.stderr)])
    const [perSecond, meanMs] = [numberIn(output, /^tps = ([\d.]+)/m), numberIn(output, /^latency average = ([\d.]+) ms/m)]
    if (code !== 0 || /aborted|ERROR/.test(complaints) || perSecond === null || meanMs === null) {
      throw new Error(`pgbench failed (${code}):\n${complaints}\n${output}`)
    }
    return { perSecond, meanMs }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function numberIn(output: string, pattern: RegExp): number | null {
  const found = pattern.exec(output)?.[1]
  return found === undefined ? null : Number(found)
}
