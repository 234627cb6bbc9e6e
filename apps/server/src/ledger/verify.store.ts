import { sql, type RawBuilder } from 'kysely'
import type { Micros } from '@canut/domain'
import type { Db, Tx } from '../platform/db/database.ts'
import { DEFAULT_TIME_ZONE } from '../platform/i18n/format.ts'

export type ProblemKind =
  | 'balance_differs'
  | 'month_differs'
  | 'transfer_unbalanced'
  | 'transfer_mixes_currencies'
  | 'transfer_empty'
  | 'balance_negative'
  | 'approved_not_paid'
  | 'paid_not_approved'
  | 'paid_more_than_once'
  | 'paid_wrong_amount'
  | 'paid_wrong_worker'
  | 'paid_wrong_kind'
  | 'break_not_paid'
  | 'break_paid_wrong'
  | 'broken_not_paid'
  | 'broken_paid_wrong'

export interface FoundProblem {
  readonly kind: ProblemKind
  /** how many of its kind there are in all */
  readonly count: number
  /** the account, transfer or assignment that it is about */
  readonly subject: string
  readonly details: Readonly<Record<string, string | null>>
}

interface Judged {
  readonly kind: ProblemKind
  readonly subject: string
  readonly total: bigint
  readonly details: Record<string, string | null>
}
type Check = (limit: number) => RawBuilder<Judged>

/** The months of a worker's balance: what shards.ts computes one by one, for all rows at once. */
const monthShard = sql`((extract(year from t.created_at at time zone ${DEFAULT_TIME_ZONE}) - 2000) * 12
  + extract(month from t.created_at at time zone ${DEFAULT_TIME_ZONE}) - 1)`

/** The rows of a table of problems, at most `limit` of each kind, with the number of all. */
const atMost = (limit: number, table: 'judged' | 'wrong', details: RawBuilder<unknown>) => sql`
  select * from (
    select kind, subject, count(*) over (partition by kind) as total, row_number() over (partition by kind order by subject) as place,
        ${details} as details
      from ${sql.table(table)} where kind is not null) numbered
    where place <= ${limit} order by kind, subject`

/** Time that is paid by itself: a break, or what went into a task that is broken. */
interface PaidTime {
  readonly transfer: 'break_pay' | 'broken_pay'
  /** what a transfer of this kind is for */
  readonly subject: 'break_id' | 'assignment_id'
  /** a query: `id`, `batch_id`, `worker_id`, `pay_micros` of what is to be paid, and whether it is paid `elsewhere` already */
  readonly owed: RawBuilder<unknown>
  readonly problem: 'break' | 'broken'
}

/** All that is owed is paid once, from its batch, to its worker, and nothing else is paid as such. */
const timeCheck = (limit: number, { transfer, subject, owed, problem }: PaidTime) => sql<Judged>`
  with paid as (
      select ${sql.ref(`t.${subject}`)} as subject, count(distinct t.id) as times, min(t.batch_id::text) as batch_id,
          min(a.person_id::text) as worker_id, count(distinct a.person_id) as workers, coalesce(sum(e.credit_micros), 0) as pay
        from transfers t left join entries e on e.transfer_id = t.id and e.credit_micros > 0 left join accounts a on a.id = e.account_id
        where t.kind = ${transfer} group by 1),
    judged as (
      select coalesce(o.id, p.subject) as subject, o.pay_micros, p.pay,
          case
            when p.times is null then ${`${problem}_not_paid`}
            when o.id is null or p.times > 1 or p.workers <> 1 or p.worker_id <> o.worker_id::text or p.batch_id <> o.batch_id::text
              or p.pay <> o.pay_micros or o.elsewhere then ${`${problem}_paid_wrong`}
          end as kind
        from (${owed}) o full join paid p on p.subject = o.id)
  ${atMost(limit, 'judged', sql`jsonb_build_object('owed', pay_micros::text, 'paid', pay::text)`)}`

/**
 * Each check reads the tables once, by hashing or sorting in the database, and returns only what is wrong: `limit` rows of
 * each kind, with the number of all. In the order they are run.
 */
export const CHECKS = {
  /** Balances are running totals: each must be the sum of the account's entries. */
  balances: (limit) => sql`
    with computed as (select account_id, sum(debit_micros) as debit, sum(credit_micros) as credit from entries group by account_id),
      kept as (select account_id, sum(debit_micros) as debit, sum(credit_micros) as credit from balances group by account_id)
    select 'balance_differs' as kind, coalesce(c.account_id, k.account_id) as subject, count(*) over () as total,
        jsonb_build_object('account', a.kind, 'currency', a.currency, 'entriesDebit', coalesce(c.debit, 0)::text,
          'entriesCredit', coalesce(c.credit, 0)::text, 'balanceDebit', coalesce(k.debit, 0)::text, 'balanceCredit', coalesce(k.credit, 0)::text)
          as details
      from computed c full join kept k on k.account_id = c.account_id join accounts a on a.id = coalesce(c.account_id, k.account_id)
      where coalesce(c.debit, 0) <> coalesce(k.debit, 0) or coalesce(c.credit, 0) <> coalesce(k.credit, 0)
      order by subject limit ${limit}`,

  /** What a worker's page shows as the total of a month is a balance of its own. */
  months: (limit) => sql`
    with computed as (
        select e.account_id, ${monthShard} as shard, sum(e.credit_micros - e.debit_micros) as amount
          from entries e join accounts a on a.id = e.account_id and a.kind = 'worker' join transfers t on t.id = e.transfer_id group by 1, 2),
      kept as (
        select b.account_id, b.shard::numeric as shard, b.credit_micros - b.debit_micros as amount
          from balances b join accounts a on a.id = b.account_id and a.kind = 'worker')
    select 'month_differs' as kind, coalesce(c.account_id, k.account_id) as subject, count(*) over () as total,
        jsonb_build_object('monthsSince2000', coalesce(c.shard, k.shard)::text, 'entries', coalesce(c.amount, 0)::text,
          'balance', coalesce(k.amount, 0)::text) as details
      from computed c full join kept k on k.account_id = c.account_id and k.shard = c.shard
      where coalesce(c.amount, 0) <> coalesce(k.amount, 0)
      order by subject limit ${limit}`,

  transfers: (limit) => sql`
    with sums as (
        select t.id, count(e.transfer_id) as entries, coalesce(sum(e.debit_micros), 0) as debit, coalesce(sum(e.credit_micros), 0) as credit,
            bool_or(a.currency <> t.currency) as mixed
          from transfers t left join entries e on e.transfer_id = t.id left join accounts a on a.id = e.account_id group by t.id),
      wrong as (
        select case when entries = 0 then 'transfer_empty' when mixed then 'transfer_mixes_currencies' else 'transfer_unbalanced' end as kind,
            id as subject, debit, credit
          from sums where entries = 0 or mixed or debit <> credit)
    ${atMost(limit, 'wrong', sql`jsonb_build_object('debit', debit::text, 'credit', credit::text)`)}`,

  /** The commons may be in debt; nobody else. */
  negative: (limit) => sql`
    select 'balance_negative' as kind, a.id as subject, count(*) over () as total,
        jsonb_build_object('account', a.kind, 'currency', a.currency, 'owner', a.owner_id::text, 'balance', held.amount::text) as details
      from accounts a
      join (select account_id, sum(credit_micros - debit_micros) as amount from balances group by account_id) held on held.account_id = a.id
      where a.kind <> 'commons' and case a.kind when 'bank' then held.amount > 0 else held.amount < 0 end
      order by subject limit ${limit}`,

  /** Every approved response is paid exactly once, with its price to its worker, and nothing else is. */
  payments: (limit) => sql`
    with paid as (
        select t.assignment_id, count(distinct t.id) as times, min(t.kind) as kind, min(t.batch_id::text) as batch_id,
            coalesce(sum(e.credit_micros) filter (where a.kind = 'worker'), 0) as price,
            coalesce(sum(e.credit_micros) filter (where a.kind = 'fees'), 0) as fee,
            min(a.person_id::text) as worker_id, count(distinct a.person_id) as workers
          from transfers t left join entries e on e.transfer_id = t.id and e.credit_micros > 0 left join accounts a on a.id = e.account_id
          where t.kind in ('pay', 'surplus_pay') group by t.assignment_id),
      judged as (
        select coalesce(s.id, p.assignment_id) as subject, s.state, s.surplus, s.price_micros, s.fee_micros, p.price, p.fee, p.kind as transfer,
            case
              when p.times is null then 'approved_not_paid'
              when s.state is distinct from 'approved' then 'paid_not_approved'
              when p.times > 1 then 'paid_more_than_once'
              when p.workers <> 1 or p.worker_id <> s.worker_id::text then 'paid_wrong_worker'
              when p.batch_id is distinct from s.batch_id::text or (p.kind = 'surplus_pay') <> s.surplus then 'paid_wrong_kind'
              when p.price <> s.price_micros or p.fee <> case when s.surplus then 0 else s.fee_micros end then 'paid_wrong_amount'
            end as kind
          from (select * from assignments where state = 'approved') approved
          full join paid p on p.assignment_id = approved.id
          left join assignments s on s.id = coalesce(approved.id, p.assignment_id))
    ${atMost(
      limit,
      'judged',
      sql`jsonb_build_object('state', state, 'price', price_micros::text, 'fee', fee_micros::text, 'paid', price::text,
        'feeTaken', fee::text, 'transfer', transfer)`,
    )}`,

  /** Every break that was ended. */
  breaks: (limit) =>
    timeCheck(limit, {
      transfer: 'break_pay',
      subject: 'break_id',
      owed: sql`select id, batch_id, worker_id, pay_micros, false as elsewhere from breaks where pay_micros > 0`,
      problem: 'break',
    }),

  /** The time of every report that is to be paid. Whoever was paid for the time on a task is not paid for a response to it. */
  broken: (limit) =>
    timeCheck(limit, {
      transfer: 'broken_pay',
      subject: 'assignment_id',
      owed: sql`select s.id, r.batch_id, r.worker_id, r.pay_micros, s.state = 'approved' as elsewhere
        from reports r join assignments s using (batch_id, number, worker_id) where r.paid_at is not null`,
      problem: 'broken',
    }),
} as const satisfies Record<string, Check>

export type CheckName = keyof typeof CHECKS

/** Runs one check; reads whole tables, so call it where the time limit of ordinary statements is off. */
export async function runCheck(tx: Tx, name: CheckName, limit: number): Promise<FoundProblem[]> {
  const { rows } = await CHECKS[name](limit).execute(tx)
  return rows.map(({ kind, subject, total, details }) => ({ kind, subject, count: Number(total), details }))
}

export interface CurrencyFigures {
  readonly currency: string
  readonly bank: Micros
  readonly organisations: Micros
  readonly escrow: Micros
  readonly workers: Micros
  readonly fees: Micros
  /** below zero: the commons paid for late responses, breaks and broken tasks that no reserve covered */
  readonly commons: Micros
}

/** What each kind of account holds per currency, from the balances. Rows read: all of `balances`. */
export async function readHoldings(db: Db): Promise<CurrencyFigures[]> {
  const { rows } = await sql<Record<Exclude<keyof CurrencyFigures, 'currency'>, string> & { currency: string }>`
    select a.currency,
        coalesce(sum(b.debit_micros - b.credit_micros) filter (where a.kind = 'bank'), 0) as bank,
        coalesce(sum(b.credit_micros - b.debit_micros) filter (where a.kind = 'organisation'), 0) as organisations,
        coalesce(sum(b.credit_micros - b.debit_micros) filter (where a.kind = 'escrow'), 0) as escrow,
        coalesce(sum(b.credit_micros - b.debit_micros) filter (where a.kind = 'worker'), 0) as workers,
        coalesce(sum(b.credit_micros - b.debit_micros) filter (where a.kind = 'fees'), 0) as fees,
        coalesce(sum(b.credit_micros - b.debit_micros) filter (where a.kind = 'commons'), 0) as commons
      from balances b join accounts a on a.id = b.account_id group by a.currency order by a.currency`.execute(db)
  return rows.map((row) => ({
    currency: row.currency,
    bank: BigInt(row.bank),
    organisations: BigInt(row.organisations),
    escrow: BigInt(row.escrow),
    workers: BigInt(row.workers),
    fees: BigInt(row.fees),
    commons: BigInt(row.commons),
  }))
}

export interface Counts {
  readonly accounts: number
  readonly transfers: number
  readonly entries: number
  readonly payments: number
  readonly approved: number
}

export async function readCounts(tx: Tx): Promise<Counts> {
  const { rows } = await sql<Record<keyof Counts, bigint>>`
    select (select count(*) from accounts) as accounts, (select count(*) from transfers) as transfers, (select count(*) from entries) as entries,
      (select count(*) from transfers where kind in ('pay', 'surplus_pay')) as payments,
      (select count(*) from assignments where state = 'approved') as approved`.execute(tx)
  const row = rows[0]
  const number = (name: keyof Counts) => Number(row?.[name] ?? 0)
  return {
    accounts: number('accounts'),
    transfers: number('transfers'),
    entries: number('entries'),
    payments: number('payments'),
    approved: number('approved'),
  }
}

/** Whole tables are read, for as long as it takes. */
export async function liftTimeLimit(tx: Tx): Promise<void> {
  await sql`select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)`.execute(tx)
}
