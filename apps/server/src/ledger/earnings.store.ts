import type { Micros } from '@canut/domain'
import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'
import { toPage, type ListPage } from '../platform/db/page.ts'
import { monthOfShard } from './shards.ts'

export interface Earnings {
  readonly currency: string
  /** of responses that were submitted and are not decided yet */
  readonly waiting: Micros
  readonly waitingResponses: number
  /** everything this person was ever paid here */
  readonly paid: Micros
}

/**
 * What a worker earned and waits for, per currency. Two statements: the balances (one row a month worked) and the
 * responses under review (an index that holds nothing else).
 */
export async function earningsOf(db: Db, workerId: string): Promise<Earnings[]> {
  const [paid, waiting] = await Promise.all([
    db
      .selectFrom('accounts as a')
      .innerJoin('balances as b', 'b.account_id', 'a.id')
      .where('a.person_id', '=', workerId)
      .where('a.kind', '=', 'worker')
      .groupBy('a.currency')
      .select(['a.currency', sql<string>`sum(b.credit_micros - b.debit_micros)`.as('amount')])
      .execute(),
    db
      .selectFrom('assignments as s')
      .innerJoin('batches as b', 'b.id', 's.batch_id')
      .where('s.worker_id', '=', workerId)
      .where('s.state', '=', 'submitted')
      .groupBy('b.currency')
      .select(['b.currency', sql<string>`sum(s.price_micros)`.as('amount'), sql<bigint>`count(*)`.as('responses')])
      .execute(),
  ])
  const currencies = [...new Set([...paid, ...waiting].map(({ currency }) => currency))].toSorted()
  return currencies.map((currency) => {
    const waits = waiting.find((row) => row.currency === currency)
    return {
      currency,
      waiting: BigInt(waits?.amount ?? 0),
      waitingResponses: Number(waits?.responses ?? 0),
      paid: BigInt(paid.find((row) => row.currency === currency)?.amount ?? 0),
    }
  })
}

export interface MonthOfEarnings {
  /** `2026-03` */
  readonly month: string
  readonly currency: string
  readonly amount: Micros
}

/** What was paid in each month, the newest first. One statement, one row a month and currency. */
export async function listMonths(db: Db, workerId: string): Promise<MonthOfEarnings[]> {
  const rows = await db
    .selectFrom('accounts as a')
    .innerJoin('balances as b', 'b.account_id', 'a.id')
    .where('a.person_id', '=', workerId)
    .where('a.kind', '=', 'worker')
    .orderBy('b.shard', 'desc')
    .orderBy('a.currency')
    .select(['a.currency', 'b.shard', sql<string>`b.credit_micros - b.debit_micros`.as('amount')])
    .execute()
  return rows.map(({ currency, shard, amount }) => ({ month: monthOfShard(shard), currency, amount: BigInt(amount) }))
}

/** Time that was paid as such: of a break, or on a task that was reported as broken. */
export interface PaidTime {
  /** when the break began, or the report arrived */
  readonly timeAt: Date
  readonly countedMs: number
  /** the price of a response, for each time that one is expected to take */
  readonly priceMicros: Micros
  readonly estimateSeconds: number
}

export interface EarningsLine {
  readonly transferId: string
  readonly at: Date
  readonly kind: 'pay' | 'surplus_pay' | 'break_pay' | 'broken_pay' | 'correction'
  readonly currency: string
  readonly amount: Micros
  readonly reference: string
  readonly assignmentId: string | null
  readonly taskNumber: number | null
  readonly batchName: string | null
  readonly projectName: string | null
  readonly organisationName: string | null
  readonly receiptHash: Buffer | null
  /** of a break or a broken task, what was paid for */
  readonly time: PaidTime | null
}

/**
 * The lines of a worker's accounts, the newest first. `before` is the transfer where the page before ended. One statement:
 * `limit` entries of each of the worker's accounts (one per currency) by index, each with its task by key.
 */
export async function listEarnings(
  db: Db,
  workerId: string,
  of: { readonly before: string | null; readonly limit: number },
): Promise<ListPage<EarningsLine>> {
  type Row = Omit<EarningsLine, 'amount' | 'time'> & { amount: string } & {
    [Name in keyof PaidTime]: PaidTime[Name] | null
  }
  const { rows } = await sql<Row>`
    select line.transfer_id as "transferId", t.created_at as at, t.kind, t.currency, line.amount, t.reference, t.assignment_id as "assignmentId",
        s.number as "taskNumber", b.name as "batchName", p.name as "projectName", o.name as "organisationName",
        r.receipt_hash as "receiptHash", coalesce(k.started_at, q.paid_at) as "timeAt",
        coalesce(k.counted_ms, q.work_ms) as "countedMs", b.price_micros as "priceMicros",
        b.estimate_seconds as "estimateSeconds"
      from (
        select e.transfer_id, e.amount from accounts a
          cross join lateral (
            select transfer_id, credit_micros - debit_micros as amount from entries
              where account_id = a.id ${of.before === null ? sql`` : sql`and transfer_id < ${of.before}::uuid`}
              order by transfer_id desc limit ${of.limit + 1}) e
          where a.person_id = ${workerId} and a.kind = 'worker'
          order by e.transfer_id desc limit ${of.limit + 1}) line
      join transfers t on t.id = line.transfer_id
      left join assignments s on s.id = t.assignment_id
      left join responses r on r.batch_id = s.batch_id and r.number = s.number and r.worker_id = s.worker_id
      left join breaks k on k.id = t.break_id
      left join reports q on t.kind = 'broken_pay' and q.batch_id = s.batch_id and q.number = s.number and q.worker_id = s.worker_id
      left join batches b on b.id = t.batch_id
      left join projects p on p.id = b.project_id
      left join organisations o on o.id = b.organisation_id
      order by line.transfer_id desc`.execute(db)
  const lines = rows.map(({ timeAt, countedMs, priceMicros, estimateSeconds, ...row }) => {
    const terms = priceMicros === null || estimateSeconds === null ? null : { priceMicros, estimateSeconds }
    const time = timeAt === null || countedMs === null || terms === null ? null : { timeAt, countedMs, ...terms }
    return { ...row, amount: BigInt(row.amount), time }
  })
  return toPage(lines, of.limit, ({ transferId }) => transferId)
}
