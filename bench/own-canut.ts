import { join } from 'node:path'
import pg from 'pg'
import type * as Replay from '../apps/server/src/replay/index.ts'
import '../tools/build.ts'

/** The replay feature as it was built: its sources draw pages with JSX, which Node does not read. */
export async function loadReplay(): Promise<typeof Replay> {
  return (await import(join(import.meta.dirname, '../apps/server/dist/replay/index.js'))) as typeof Replay
}

/** Rows of one statement, on a connection of its own. */
export async function queryOnce<Row extends pg.QueryResultRow>(databaseUrl: string, text: string, values: unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}

/** The UUID inside a public id such as `asg_…`. */
export function uuidOf(publicId: string): string {
  const hex = publicId.slice(publicId.indexOf('_') + 1)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Stops at the first Ctrl-C; whoever holds an instance then stops it. */
export function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort())
  return controller.signal
}

/** Names and values for people on stderr, the same as JSON on stdout for programs. */
export function tell(title: string, figures: Readonly<Record<string, unknown>>): void {
  const width = Math.max(...Object.keys(figures).map((name) => name.length))
  const lines = Object.entries(figures).map(
    ([name, value]) => `  ${name.padEnd(width)}  ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  process.stderr.write(`\n${title}\n${lines.join('\n')}\n\n`)
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
}
