import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { StringDecoder } from 'node:string_decoder'

/** A row as COPY writes it: every value as PostgreSQL's text, null as null. */
export type CopiedRow = readonly (string | null)[]

export interface CopyOptions {
  /** settings of the transaction, such as `enable_hashjoin = off` where the first rows must come at once */
  readonly settings?: readonly string[]
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A UUID to write into a query of COPY. */
export function uuidLiteral(uuid: string): string {
  if (!UUID.test(uuid)) throw new Error(`not a UUID: ${uuid}`)
  return `'${uuid}'`
}

/**
 * Only merges along the primary keys are left to the planner, all of which are in the order of what is read: so the first row
 * comes at once and nothing is sorted or hashed, however large the batch.
 */
export const IN_ORDER = [
  'enable_hashjoin = off',
  'enable_sort = off',
  'enable_bitmapscan = off',
  'enable_material = off',
  'jit = off',
  'max_parallel_workers_per_gather = 0',
]

/**
 * The rows of a query, in pieces of a few hundred, as they arrive: memory stays flat however many there are, and a slow
 * reader slows the database down. Takes as long as it takes: the limits on statements do not hold here. COPY has no
 * parameters, so the query must hold only values that were checked or quoted.
 *
 * Stopping early closes the connection, which is the only way to stop a COPY under way.
 */
export async function* copyRows(pool: pg.Pool, query: string, options: CopyOptions = {}): AsyncGenerator<CopiedRow[], void, undefined> {
  const client = await pool.connect()
  let finished = false
  // a connection that breaks fails the read below; without a listener Node would stop the process
  const ignore = () => undefined
  client.on('error', ignore)
  try {
    const settings = ['statement_timeout = 0', 'idle_in_transaction_session_timeout = 0', ...(options.settings ?? [])]
    await client.query(`begin read only; ${settings.map((setting) => `set local ${setting}`).join('; ')}`)
    const decoder = new StringDecoder('utf8')
    let rest = ''
    for await (const piece of client.query(copyTo(`copy (${query}) to stdout`))) {
      const text = rest + decoder.write(piece as Buffer)
      const end = text.lastIndexOf('\n')
      rest = text.slice(end + 1)
      if (end >= 0) yield text.slice(0, end).split('\n').map(readLine)
    }
    await client.query('commit')
    finished = true
  } finally {
    client.off('error', ignore)
    client.release(!finished)
  }
}

function readLine(line: string): CopiedRow {
  return line.split('\t').map(readValue)
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

function readValue(text: string): string | null {
  if (text === '\\N') return null
  return text.includes('\\') ? text.replaceAll(/\\(.)/g, (_all, code: string) => ESCAPES[code] ?? code) : text
}

/** A value as COPY FROM reads it. */
export function writeValue(value: string | number | null): string {
  if (value === null) return '\\N'
  if (typeof value === 'number') return String(value)
  return /[\\\n\r\t]/.test(value)
    ? value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
    : value
}

/** A list as an array literal of PostgreSQL, for writeValue. */
export function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`
}
