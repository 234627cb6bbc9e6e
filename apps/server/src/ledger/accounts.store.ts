import { balanceOf, type AccountKind, type AccountRef, type Micros } from '@canut/domain'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'
import { newId } from '../platform/ids.ts'

const NOBODY = '00000000-0000-0000-0000-000000000000'

export interface AccountIds {
  idOf(account: AccountRef): string
}

/**
 * The accounts of these owners, opened where they are missing. One statement when all exist (the usual case), else
 * three, whatever their number.
 */
export async function ensureAccounts(tx: Tx, currency: string, accounts: readonly AccountRef[]): Promise<AccountIds> {
  const wanted = new Map(accounts.map((account) => [keyOf(account), account]))
  let known = await findAccounts(tx, currency, [...wanted.values()])
  const missing = [...wanted].filter(([key]) => !known.has(key)).map(([, account]) => account)
  if (missing.length > 0) {
    await openAccounts(tx, currency, missing)
    known = await findAccounts(tx, currency, [...wanted.values()])
  }
  return {
    idOf(account) {
      const id = known.get(keyOf(account))
      if (id === undefined) throw new Error(`account ${keyOf(account)} in ${currency} was neither found nor opened`)
      return id
    },
  }
}

/** The id of one account, opened if it is missing. */
export async function ensureAccount(tx: Tx, currency: string, account: AccountRef): Promise<string> {
  return (await ensureAccounts(tx, currency, [account])).idOf(account)
}

async function findAccounts(db: Db, currency: string, accounts: readonly AccountRef[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; kind: AccountKind; owner_id: string }>`
    select a.id, a.kind, a.owner_id
      from unnest(${accounts.map(({ kind }) => kind)}::text[], ${accounts.map(ownerOf)}::uuid[]) as wanted (kind, owner_id)
      join accounts a on a.kind = wanted.kind and a.currency = ${currency} and a.owner_id = wanted.owner_id`.execute(db)
  return new Map(rows.map((row) => [`${row.kind} ${row.owner_id}`, row.id]))
}

/** In the order of their keys, so that two transactions that open the same accounts wait for each other instead of deadlocking. */
async function openAccounts(tx: Tx, currency: string, accounts: readonly AccountRef[]): Promise<void> {
  const sorted = accounts.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  await sql`
    insert into accounts (id, kind, currency, person_id, organisation_id, batch_id)
      select id, kind, ${currency}, case kind when 'worker' then owner_id end,
          case kind when 'organisation' then owner_id end, case kind when 'escrow' then owner_id end
        from unnest(${sorted.map(() => newId())}::uuid[], ${sorted.map(({ kind }) => kind)}::text[], ${sorted.map(ownerOf)}::uuid[])
          with ordinality as missing (id, kind, owner_id, place)
        order by place
      on conflict on constraint accounts_one_per_owner do nothing`.execute(tx)
}

/**
 * What the account of this owner holds: zero when it was never opened. One statement; reads as many rows as the account
 * has shards (1 for an organisation, at most 16 for an escrow, one a month for a worker).
 */
export async function readBalanceOf(db: Db, currency: string, account: AccountRef): Promise<Micros> {
  const { rows } = await sql<{ debit: string; credit: string }>`
    select coalesce(sum(b.debit_micros), 0) as debit, coalesce(sum(b.credit_micros), 0) as credit
      from accounts a join balances b on b.account_id = a.id
      where a.kind = ${account.kind} and a.currency = ${currency} and a.owner_id = ${ownerOf(account)}`.execute(db)
  return balanceOf(account.kind, { debit: BigInt(rows[0]?.debit ?? 0), credit: BigInt(rows[0]?.credit ?? 0) })
}

/** What is left in the escrow of a batch, in the one currency that the batch has. One statement, at most 16 rows. */
export async function escrowOf(db: Db, batchId: string): Promise<Micros> {
  const { rows } = await sql<{ left: string }>`
    select coalesce(sum(b.credit_micros - b.debit_micros), 0) as left
      from batches join accounts a on a.kind = 'escrow' and a.currency = batches.currency and a.owner_id = batches.id
      join balances b on b.account_id = a.id
      where batches.id = ${batchId}`.execute(db)
  return BigInt(rows[0]?.left ?? 0)
}

/** Holds the account until the transaction ends; read its balance in a next statement, which then sees what others did. */
export async function lockBalance(tx: Tx, accountId: string): Promise<void> {
  await sql`select from balances where account_id = ${accountId} order by shard for update`.execute(tx)
}

function ownerOf(account: AccountRef): string {
  return account.ownerId ?? NOBODY
}

function keyOf(account: AccountRef): string {
  return `${account.kind} ${ownerOf(account)}`
}

/** Whose money a batch uses. The batch must exist. One row by primary key. */
export async function getBatchPayer(db: Db, batchId: string): Promise<{ organisationId: string; currency: string }> {
  const row = await db.selectFrom('batches').select(['organisation_id', 'currency']).where('id', '=', batchId).executeTakeFirstOrThrow()
  return { organisationId: row.organisation_id, currency: row.currency }
}
