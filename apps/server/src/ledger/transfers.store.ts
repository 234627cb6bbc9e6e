import type { Leg, Micros } from '@canut/domain'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'
import { newId } from '../platform/ids.ts'
import { ensureAccounts } from './accounts.store.ts'
import { randomShard, shardOf } from './shards.ts'

export type TransferKind = 'deposit' | 'reserve' | 'pay' | 'surplus_pay' | 'break_pay' | 'broken_pay' | 'refund' | 'correction'

export interface NewTransfer {
  readonly id: string
  readonly assignmentId: string | null
  readonly legs: readonly Leg[]
}

export interface Common {
  readonly kind: TransferKind
  readonly currency: string
  readonly batchId: string | null
  /** of the break that is paid */
  readonly breakId?: string
  /** of the one transfer that `postOne` writes */
  readonly assignmentId?: string
  readonly reference: string
  readonly by: string | null
  readonly now: Date
}

/**
 * Writes the transfers that no unique rule forbids (an assignment, a break or a broken task paid before, a bank reference recorded before).
 * One statement; as many rows as transfers. Rows go in the order of their assignments, so that two sweeps over the same
 * assignments wait for each other instead of deadlocking.
 *
 * @returns the ids of those that are new.
 */
export async function insertTransfers(
  tx: Tx,
  common: Common,
  transfers: readonly { readonly id: string; readonly assignmentId: string | null }[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    insert into transfers (id, kind, currency, batch_id, break_id, assignment_id, reference, created_at, created_by)
      select id, ${common.kind}, ${common.currency}, ${common.batchId}::uuid, ${common.breakId ?? null}::uuid, assignment_id, ${common.reference}, ${common.now}, ${common.by}::uuid
        from unnest(${transfers.map(({ id }) => id)}::uuid[], ${transfers.map(({ assignmentId }) => assignmentId)}::uuid[])
          as new (id, assignment_id)
        order by assignment_id
      on conflict do nothing
      returning id`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/**
 * Writes the entries of transfers and adds them to the balances: 2 statements, and 1 to 3 for the accounts. Rows: one entry
 * per leg, one balance per account touched. Balances are updated in the order of their keys, so that concurrent
 * transactions wait instead of deadlocking.
 *
 * @param spread the shard that escrow and fees use in this call.
 */
export async function postLegs(
  tx: Tx,
  common: Pick<Common, 'currency' | 'now'>,
  transfers: readonly NewTransfer[],
  spread: number = randomShard(),
): Promise<void> {
  const legs = transfers.flatMap(({ id, legs: own }) => own.map((leg) => ({ transferId: id, ...leg })))
  if (legs.length === 0) return
  const accounts = await ensureAccounts(
    tx,
    common.currency,
    legs.map(({ account }) => account),
  )
  const lines = legs.map(({ transferId, account, debit, credit }) => ({
    transferId,
    accountId: accounts.idOf(account),
    shard: shardOf(account.kind, { spread, now: common.now }),
    debit,
    credit,
  }))
  const debits = lines.map(({ debit }) => debit.toString())
  const credits = lines.map(({ credit }) => credit.toString())
  const accountIds = lines.map(({ accountId }) => accountId)
  await sql`
    insert into entries (account_id, transfer_id, debit_micros, credit_micros)
      select * from unnest(${accountIds}::uuid[], ${lines.map(({ transferId }) => transferId)}::uuid[], ${debits}::bigint[], ${credits}::bigint[])`.execute(
    tx,
  )
  await sql`
    insert into balances as b (account_id, shard, debit_micros, credit_micros)
      select account_id, shard, sum(debit), sum(credit)
        from unnest(${accountIds}::uuid[], ${lines.map(({ shard }) => shard)}::smallint[], ${debits}::bigint[], ${credits}::bigint[])
          as lines (account_id, shard, debit, credit)
        group by account_id, shard order by account_id, shard
      on conflict (account_id, shard) do update
        set debit_micros = b.debit_micros + excluded.debit_micros, credit_micros = b.credit_micros + excluded.credit_micros`.execute(tx)
}

/** One transfer, for the rare kinds. Null when a unique rule forbids it, and then nothing is written. */
export async function postOne(tx: Tx, common: Common, legs: readonly Leg[]): Promise<string | null> {
  const id = newId()
  const about = { id, assignmentId: common.assignmentId ?? null }
  const written = await insertTransfers(tx, common, [about])
  if (!written.has(id)) return null
  await postLegs(tx, common, [{ ...about, legs }])
  return id
}

/**
 * What of the escrow's reserve is left for late responses, breaks and broken tasks: all that was set aside, minus what every wanted response
 * of the batch may still cost or has cost, minus what was already paid from it. Nothing once the batch is closed: what is left then is owed to responses under review, or returned. One statement; the rows of the batch's few transfers
 * other than payments.
 */
export async function readReserveLeft(tx: Tx, batchId: string): Promise<Micros> {
  const { rows } = await sql<{ left: string }>`
    select case when b.state = 'closed' then 0
        else coalesce(moved.into_escrow, 0) - (b.task_count::bigint * b.redundancy + b.extra_responses) * (b.price_micros + b.fee_micros) end as left
      from batches b
      left join accounts a on a.kind = 'escrow' and a.currency = b.currency and a.owner_id = b.id
      left join lateral (
        select sum(e.credit_micros - e.debit_micros) as into_escrow
          from transfers t join entries e on e.transfer_id = t.id and e.account_id = a.id
          where t.batch_id = b.id and t.kind <> 'pay') moved on true
      where b.id = ${batchId}`.execute(tx)
  const left = BigInt(rows[0]?.left ?? 0)
  return left > 0n ? left : 0n
}

export interface TimePaid {
  readonly breaks: Micros
  /** the time on tasks that were reported as broken */
  readonly broken: Micros
  /** of both; the rest of them came from the commons */
  readonly fromReserve: Micros
}

/**
 * What time was paid as such in this batch, in all; never to whom. One statement, by the index of the batch's transfers other than
 * payments.
 */
export async function readTimePaid(db: Db, batchId: string): Promise<TimePaid> {
  const { rows } = await sql<Record<keyof TimePaid, string>>`
    select coalesce(sum(e.credit_micros) filter (where t.kind = 'break_pay'), 0) as breaks,
        coalesce(sum(e.credit_micros) filter (where t.kind = 'broken_pay'), 0) as broken,
        coalesce(sum(e.debit_micros) filter (where a.kind = 'escrow'), 0) as "fromReserve"
      from transfers t join entries e on e.transfer_id = t.id join accounts a on a.id = e.account_id
      where t.batch_id = ${batchId} and t.kind in ('break_pay', 'broken_pay')`.execute(db)
  const amount = (name: keyof TimePaid) => BigInt(rows[0]?.[name] ?? 0)
  return { breaks: amount('breaks'), broken: amount('broken'), fromReserve: amount('fromReserve') }
}
