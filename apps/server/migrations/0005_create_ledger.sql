-- Double entry, append-only. Amounts are micro-units (1 € = 1,000,000).
create table accounts (
  id uuid primary key,
  kind text not null constraint accounts_kind_known
    check (kind in ('bank', 'organisation', 'escrow', 'worker', 'fees', 'commons')),
  currency text not null constraint accounts_currency_iso check (currency ~ '^[A-Z]{3}$'),
  person_id uuid references people,
  organisation_id uuid references organisations,
  batch_id uuid references batches,
  -- whose it is, in one column that an index can find; all zeros for the co-operative itself
  owner_id uuid not null
    generated always as (coalesce(person_id, organisation_id, batch_id, '00000000-0000-0000-0000-000000000000')) stored,
  created_at timestamptz not null default now(),
  constraint accounts_one_per_owner unique (kind, currency, owner_id),
  constraint accounts_owner_fits_kind check (
    (kind = 'worker') = (person_id is not null)
    and (kind = 'organisation') = (organisation_id is not null)
    and (kind = 'escrow') = (batch_id is not null)
  )
);

create index accounts_by_person on accounts (person_id) where person_id is not null;
create index accounts_by_organisation on accounts (organisation_id) where organisation_id is not null;

create table transfers (
  id uuid primary key,
  kind text not null constraint transfers_kind_known
    check (kind in ('deposit', 'reserve', 'pay', 'surplus_pay', 'refund', 'correction')),
  currency text not null,
  batch_id uuid,
  assignment_id uuid,
  -- a bank reference, or what a person needs to recognise the transfer
  reference text not null default '',
  created_at timestamptz not null,
  created_by uuid references people
);
-- an assignment is paid once, whatever happens around it
create unique index transfers_pay_once on transfers (assignment_id) where kind in ('pay', 'surplus_pay');
create unique index transfers_deposit_once on transfers (currency, reference) where kind = 'deposit';
-- few rows per batch: everything except the payments, which may be millions
create index transfers_of_batch_except_pay on transfers (batch_id, kind) where batch_id is not null and kind <> 'pay';
create index transfers_deposits on transfers (id desc) where kind = 'deposit';
-- what a worker waits for: as many rows as responses under review
create index assignments_waiting_by_worker on assignments (worker_id) where state = 'submitted';

create table entries (
  account_id uuid not null references accounts,
  transfer_id uuid not null references transfers,
  debit_micros bigint not null default 0,
  credit_micros bigint not null default 0,
  primary key (transfer_id, account_id),
  constraint entries_one_side check (debit_micros >= 0 and credit_micros >= 0 and (debit_micros = 0) <> (credit_micros = 0))
);
create index entries_by_account on entries (account_id, transfer_id desc);

-- Running totals: what an account holds is the sum of its shards. Escrow and fees are spread over random shards, so that
-- payments do not queue on one row. A worker's shard is the month (of Paris, counted from January 2000), which makes
-- their monthly totals a read of as many rows as months. All others have the shard 0, which a guard can lock.
create table balances (
  account_id uuid not null references accounts,
  shard smallint not null,
  debit_micros bigint not null default 0,
  credit_micros bigint not null default 0,
  primary key (account_id, shard)
) with (fillfactor = 50);

-- All entries of a transfer are written by one statement, so each statement can be checked as a whole and at once: this
-- refuses more than a deferred check per row would, and costs one query instead of one per entry.
create function check_transfers_balance() returns trigger language plpgsql as $$
declare
  wrong record;
begin
  -- Lateral, so that a payment of one response never reads more than its own entries; scalar reads, because the planner,
  -- which knows nothing of entries while the first ones are written, turned joins into a read of all accounts per transfer.
  select w.transfer_id, of_transfer.* into wrong
    from (select distinct transfer_id from written) w
    cross join lateral (
      select sum(e.debit_micros) - sum(e.credit_micros) as difference,
          bool_and((select a.currency from accounts a where a.id = e.account_id) = (select t.currency from transfers t where t.id = w.transfer_id))
            as one_currency
        from entries e where e.transfer_id = w.transfer_id) of_transfer
    where of_transfer.difference <> 0 or not of_transfer.one_currency
    limit 1;
  if not found then return null; end if;
  if wrong.difference <> 0 then
    raise exception 'transfer % does not balance: debits minus credits is % micro-units', wrong.transfer_id, wrong.difference
      using errcode = 'check_violation', constraint = 'entries_debits_equal_credits';
  end if;
  raise exception 'transfer % mixes currencies', wrong.transfer_id
    using errcode = 'check_violation', constraint = 'entries_one_currency';
end $$;

create trigger entries_debits_equal_credits after insert on entries
  referencing new table as written for each statement execute function check_transfers_balance();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger entries_append_only before update or delete on entries for each statement execute function refuse_change();
create trigger transfers_append_only before update or delete on transfers for each statement execute function refuse_change();

-- Every parameter that touches people, in one table that the engine itself reads. A row overrides the default
-- that packages/domain/src/parameters documents.
create table parameters (
  name text primary key,
  value numeric not null,
  changed_at timestamptz not null default now(),
  changed_by uuid references people
);
