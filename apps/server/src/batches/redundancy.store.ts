import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'

/**
 * From now on tasks may get up to the new redundancy; under a fixed number they are opened for it. Returns how many tasks already have their slots row, counted to `limit`.
 */
export async function raiseFrontier(
  tx: Tx,
  { id: batchId, stop_rule }: { readonly id: string; readonly stop_rule: string },
  redundancy: number,
  limit: number,
): Promise<number> {
  await tx.updateTable('batches').set({ redundancy }).where('id', '=', batchId).execute()
  if (stop_rule === 'fixed') await tx.updateTable('batch_frontiers').set({ redundancy }).where('batch_id', '=', batchId).execute()
  const { rows } = await sql<{ opened: number }>`
    select count(*)::int as opened from (select from task_slots where batch_id = ${batchId} limit ${limit}) s`.execute(tx)
  return rows[0]?.opened ?? 0
}

/**
 * Raises the next slots rows after `number` to what the batch wants now, each exactly once whatever is repeated: a row
 * knows what it was raised to. They go to the end of the order, where also workers who are past them find them. The
 * caller holds the lock of dispatch.
 *
 * @returns the last number that was looked at, null when none was left; and how many of the tasks were done before.
 */
export async function raiseSlots(db: Db, batchId: string, after: number, limit: number): Promise<{ last: number | null; undone: number }> {
  const { rows } = await sql<{ last: number | null; undone: number }>`
    with f as (select redundancy, next_position from batch_frontiers where batch_id = ${batchId}),
    due as (
      select s.number, s.submitted = s.wanted as done from task_slots s, f
      where s.batch_id = ${batchId} and s.number > ${after} and s.wanted < f.redundancy
      order by s.number limit ${limit} for no key update of s
    ), placed as (
      select number, row_number() over (order by number) as rank from due
    ), raised as (
      update task_slots s set open = s.open + f.redundancy - s.wanted, wanted = f.redundancy, position = f.next_position + p.rank - 1
      from placed p, f where s.batch_id = ${batchId} and s.number = p.number
    ), moved as (
      update batch_frontiers b set next_position = b.next_position + (select count(*) from due) where b.batch_id = ${batchId}
    )
    select max(number) as last, (count(*) filter (where done))::int as undone from due`.execute(db)
  return rows[0] ?? { last: null, undone: 0 }
}
