import { sql } from 'kysely'
import type { Db } from '../db/database.ts'

export interface KeyOfRequest {
  readonly personId: string
  readonly key: string
}

export interface Claim extends KeyOfRequest {
  readonly id: string
  readonly requestHash: Buffer
  readonly now: Date
  /** a claim from before this instant was left behind by a process that ended */
  readonly abandonedBefore: Date
  /** what was kept from before this instant is as good as forgotten */
  readonly forgottenBefore: Date
}

export interface KeptAnswer {
  readonly status: number
  readonly contentType: string | null
  readonly body: string | null
}

/** True when this request is the one to carry out; decided by the primary key, whoever asks at the same time. */
export async function claimKey(db: Db, { personId, key, id, requestHash, now, abandonedBefore, forgottenBefore }: Claim): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into idempotency_keys as k (person_id, key, request_hash, claim, created_at)
    values (${personId}, ${key}, ${requestHash}, ${id}, ${now})
    on conflict (person_id, key) do update
      set request_hash = excluded.request_hash, claim = excluded.claim, created_at = excluded.created_at, status = null, content_type = null, body = null
      where k.created_at < ${forgottenBefore} or (k.status is null and k.created_at < ${abandonedBefore})`.execute(db)
  return (numAffectedRows ?? 0n) > 0n
}

/** null: nobody holds the key; `answer` is null while the request is being carried out. */
export async function findClaimed(
  db: Db,
  { personId, key }: KeyOfRequest,
): Promise<{ requestHash: Buffer; answer: KeptAnswer | null } | null> {
  const row = await db
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'status', 'content_type', 'body'])
    .where('person_id', '=', personId)
    .where('key', '=', key)
    .executeTakeFirst()
  if (row === undefined) return null
  const answer = row.status === null ? null : { status: row.status, contentType: row.content_type, body: row.body }
  return { requestHash: row.request_hash, answer }
}

export async function keepAnswer(db: Db, claimId: string, { personId, key }: KeyOfRequest, answer: KeptAnswer): Promise<void> {
  await db
    .updateTable('idempotency_keys')
    .set({ status: answer.status, content_type: answer.contentType, body: answer.body })
    .where('person_id', '=', personId)
    .where('key', '=', key)
    .where('claim', '=', claimId)
    .execute()
}

/** Nothing was decided, so the same request may be carried out again. */
export async function releaseKey(db: Db, claimId: string, { personId, key }: KeyOfRequest): Promise<void> {
  await db.deleteFrom('idempotency_keys').where('person_id', '=', personId).where('key', '=', key).where('claim', '=', claimId).execute()
}

export async function deleteAnswersBefore(db: Db, instant: Date): Promise<void> {
  await db.deleteFrom('idempotency_keys').where('created_at', '<', instant).execute()
}
