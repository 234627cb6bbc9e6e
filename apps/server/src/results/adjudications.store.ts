import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'

export interface Adjudication {
  readonly number: number
  readonly response: unknown
  readonly label: string | null
  /** name of the person */
  readonly by: string
  readonly at: Date
}

export async function listAdjudications(db: Db, batchId: string, numbers: readonly number[]): Promise<Map<number, Adjudication>> {
  const { rows } = await sql<Adjudication>`
    select j.number, j.response, j.label, p.name as by, j.adjudicated_at as at
    from adjudications j join people p on p.id = j.adjudicated_by
    where j.batch_id = ${batchId} and j.number = any(${numbers}::int[])`.execute(db)
  return new Map(rows.map((row) => [row.number, row]))
}

export async function findAdjudication(db: Db, batchId: string, number: number): Promise<Adjudication | null> {
  return (await listAdjudications(db, batchId, [number])).get(number) ?? null
}

export async function countAdjudications(db: Db, batchId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from adjudications where batch_id = ${batchId}`.execute(db)
  return rows[0]?.count ?? 0
}

export interface NewAdjudication {
  readonly batchId: string
  readonly number: number
  readonly response: unknown
  readonly label: string | null
  readonly by: string
  readonly now: Date
}

/** Puts it in the place of one before, if there is one; true when there was none. */
export async function putAdjudication(tx: Tx, { batchId, number, response, label, by, now }: NewAdjudication): Promise<boolean> {
  // a row that an upsert has updated carries the mark of its transaction
  const { rows } = await sql<{ is_new: boolean }>`
    insert into adjudications (batch_id, number, response, label, adjudicated_by, adjudicated_at)
    values (${batchId}, ${number}, ${JSON.stringify(response)}, ${label}, ${by}, ${now})
    on conflict (batch_id, number) do update set response = excluded.response, label = excluded.label,
      adjudicated_by = excluded.adjudicated_by, adjudicated_at = excluded.adjudicated_at
    returning xmax = 0 as is_new`.execute(tx)
  return rows[0]?.is_new === true
}

/** False when there was none. */
export async function deleteAdjudication(tx: Tx, batchId: string, number: number): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from adjudications where batch_id = ${batchId} and number = ${number}`.execute(tx)
  return numAffectedRows === 1n
}
