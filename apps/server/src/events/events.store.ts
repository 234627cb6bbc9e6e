import { sql } from 'kysely'
import { createHash } from 'node:crypto'
import type { Db, Tx } from '../platform/db/database.ts'
import { canonicalJson, type JsonValue } from '../platform/canonical-json.ts'

export interface NewEvent {
  readonly at: Date
  /** null when the deadline of a rule decided, not a person */
  readonly actorId: string | null
  /** `deposit_recorded`, `batch_published` … */
  readonly kind: string
  /** the public id of the thing that it is about */
  readonly subject: string
  readonly details: Readonly<Record<string, JsonValue | undefined>>
}

const LOCK = 'canut:events'
/** What the first event follows. */
const GENESIS = Buffer.alloc(32)
const PAGE = 5000

/**
 * Adds an event to the chain. Call it LAST in the transaction: the lock taken here lasts until commit, and every other
 * decision of the instance waits for it. Two statements on purpose: one statement would keep the snapshot from before
 * the lock, and chain to an event that is no longer the last. Rows: one read, one written.
 *
 * hash = SHA-256(previous hash ‖ canonical JSON of { actorId, at, details, kind, subject }).
 */
export async function appendEvent(tx: Tx, event: NewEvent): Promise<void> {
  const text = textOf(event)
  await sql`select pg_advisory_xact_lock(hashtextextended(${LOCK}, 0))`.execute(tx)
  await sql`
    with last as (select position, hash from events order by position desc limit 1),
      previous as (select coalesce((select position from last), 0) as position, coalesce((select hash from last), ${GENESIS}) as hash)
    insert into events (position, at, actor_id, kind, subject, details, previous_hash, hash)
      select position + 1, ${event.at}, ${event.actorId}::uuid, ${event.kind}, ${event.subject}, ${canonicalJson(event.details)}::jsonb,
          hash, sha256(hash || convert_to(${text}, 'UTF8'))
        from previous`.execute(tx)
}

export interface ChainReport {
  readonly events: number
  /** the first place where the chain does not fit, if any: what follows it proves nothing */
  readonly brokenAt: bigint | null
  readonly reason: 'gap' | 'previous_hash' | 'hash' | null
}

/** Recomputes every hash from the first event on, in pages: memory does not grow with the chain. */
export async function verifyEvents(db: Db, onProgress?: (events: number) => void): Promise<ChainReport> {
  let previous: Buffer = GENESIS
  let position = 0n
  for (;;) {
    const rows = await db.selectFrom('events').selectAll().where('position', '>', position).orderBy('position').limit(PAGE).execute()
    for (const row of rows) {
      const broken = (reason: 'gap' | 'previous_hash' | 'hash'): ChainReport => ({
        events: Number(position),
        brokenAt: row.position,
        reason,
      })
      if (row.position !== position + 1n) return broken('gap')
      if (!row.previous_hash.equals(previous)) return broken('previous_hash')
      const text = textOf({ ...row, actorId: row.actor_id, details: row.details as NewEvent['details'] })
      const hash = createHash('sha256').update(previous).update(text).digest()
      if (!row.hash.equals(hash)) return broken('hash')
      previous = hash
      position = row.position
    }
    onProgress?.(Number(position))
    if (rows.length < PAGE) return { events: Number(position), brokenAt: null, reason: null }
  }
}

function textOf({ actorId, at, details, kind, subject }: NewEvent): string {
  return canonicalJson({ actorId, at, details, kind, subject })
}
