import type pg from 'pg'
import type { Reference } from './table-order.ts'

/** The list of migrations is not among them: it travels in the manifest. */
const OURS = `n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migrations'`

export interface Table {
  readonly name: string
  /** without those that the database computes itself */
  readonly columns: readonly string[]
}

export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where ${OURS} group by c.relname order by c.relname`)
  return rows
}

export async function listReferences(client: pg.Client): Promise<Reference[]> {
  const { rows } = await client.query<Reference>(`
    select distinct c.relname::text as "from", t.relname::text as "to"
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and ${OURS} order by 1, 2`)
  return rows
}

export interface Sequence {
  readonly name: string
  readonly lastValue: string
}

/** Those never used are left out: they start again from their beginning. */
export async function listSequences(client: pg.Client): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(`
    select sequencename::text as name, last_value::text as "lastValue" from pg_sequences
    where schemaname = 'public' and last_value is not null order by 1`)
  return rows
}

/** As the planner believes; good enough to say how far along a copy is. */
export async function estimateRows(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ estimate: number }>(`
    select coalesce(sum(greatest(c.reltuples, 0)), 0)::float8 as estimate
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${OURS}`)
  return rows[0]?.estimate ?? 0
}

export function relation(client: pg.Client, { name, columns }: Table): string {
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ')
  return `public.${client.escapeIdentifier(name)} (${list})`
}

/** Tables that keep the names of stored files have a column `storage_key`; some say the media type beside it. */
export function tablesWithFiles(tables: readonly Table[]): { name: string; typed: boolean }[] {
  return tables
    .filter(({ columns }) => columns.includes('storage_key'))
    .map(({ name, columns }) => ({ name, typed: columns.includes('content_type') }))
}
