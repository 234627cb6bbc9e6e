import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

/** Open, not only for others, and with a slot that this person may still take: never opened, or open and not seen. */
const hasWork = sql`
  b.state = 'open'
  and (b.max_per_worker is null
    or coalesce((select bw.taken from batch_workers bw where bw.batch_id = b.id and bw.worker_id = w.person_id), 0) < b.max_per_worker)
  and exists (select from batch_frontiers f where f.batch_id = b.id and (f.opened < b.task_count
    or exists (select from task_slots s where s.batch_id = b.id and s.open > 0
      and s.position > greatest(f.low_position, (select bw.reached from batch_workers bw where bw.batch_id = b.id and bw.worker_id = w.person_id))
      and not exists (select from assignments a
        where a.batch_id = s.batch_id and a.number = s.number and a.worker_id = w.person_id and a.state <> 'lapsed'))))`

/** People who can be told something today, in the order of their ids: at most `limit`, after the one given. */
export async function listPeopleToTell(db: Db, day: string, after: string | null, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct w.person_id as id from digest_wishes w join batches b on b.id = w.batch_id
    where ${hasWork}
      and not exists (select from digests d where d.person_id = w.person_id and d.day >= ${day})
      ${after === null ? sql`` : sql`and w.person_id > ${after}::uuid`}
    order by 1 limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** True once per person and day, whoever asks at the same time. */
export async function claimDay(db: Db, personId: string, day: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into digests as d (person_id, day) values (${personId}, ${day})
    on conflict (person_id) do update set day = excluded.day where d.day < excluded.day`.execute(db)
  return (numAffectedRows ?? 0n) > 0n
}

/** Takes this person's wishes that can be granted now; the ids of their batches. */
export async function takeWishes(db: Db, personId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    delete from digest_wishes w using batches b
    where w.person_id = ${personId} and b.id = w.batch_id and ${hasWork} returning b.id`.execute(db)
  return rows.map(({ id }) => id)
}

export async function giveWishesBack(db: Db, personId: string, batchIds: readonly string[], now: Date): Promise<void> {
  await sql`
    insert into digest_wishes (person_id, batch_id, created_at)
    select p.id, b.id, ${now} from people p, batches b where p.id = ${personId} and b.id = any(${batchIds}::uuid[])
    on conflict (person_id, batch_id) do nothing`.execute(db)
}

export interface Addressee {
  readonly name: string
  readonly email: string
  readonly locale: string | null
}

export async function findAddressee(db: Db, personId: string): Promise<Addressee | null> {
  const row = await db.selectFrom('people').select(['name', 'email', 'locale']).where('id', '=', personId).executeTakeFirst()
  return row ?? null
}

export interface WishedBatch {
  readonly id: string
  readonly name: string
  readonly project: string
  readonly client: string
  readonly priceMicros: bigint
  readonly currency: string
}

const columns = sql`b.id, b.name, p.name as project, p.final_client as client, b.price_micros as "priceMicros", b.currency`

/** Of these batches, those that have work for this person at this moment. */
export async function listWithWork(db: Db, personId: string, batchIds: readonly string[]): Promise<WishedBatch[]> {
  const { rows } = await sql<WishedBatch>`
    select ${columns} from (select ${personId}::uuid as person_id) w, batches b join projects p on p.id = b.project_id
    where b.id = any(${batchIds}::uuid[]) and ${hasWork} order by b.published_at, b.id`.execute(db)
  return rows
}

/** What this person asked to be told, oldest first; nobody asks for more than a page of them. */
export async function listWishes(db: Db, personId: string): Promise<WishedBatch[]> {
  const { rows } = await sql<WishedBatch>`
    select ${columns} from digest_wishes w join batches b on b.id = w.batch_id join projects p on p.id = b.project_id
    where w.person_id = ${personId} order by w.created_at, b.id limit 200`.execute(db)
  return rows
}

export async function deleteWish(db: Db, personId: string, batchId: string): Promise<void> {
  await db.deleteFrom('digest_wishes').where('person_id', '=', personId).where('batch_id', '=', batchId).execute()
}
