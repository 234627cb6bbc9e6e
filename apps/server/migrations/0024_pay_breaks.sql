-- Paid breaks from content that may hurt: up to so many minutes in each hour of work with it.

-- Of the hour of work under way, when it began and how much break was paid in it. One row for each person who ever took a break:
-- whoever begins or ends one locks it first, so that no two requests share the rest.
create table break_hours (
  person_id uuid primary key references people on delete cascade,
  began_at timestamptz not null,
  taken_ms integer not null default 0 constraint break_hours_taken_not_negative check (taken_ms >= 0)
);

create table breaks (
  id uuid primary key,
  worker_id uuid not null references people,
  batch_id uuid not null references batches,
  started_at timestamptz not null,
  -- what was left of the allowance when it began: more of it is never paid
  limit_ms integer not null constraint breaks_limit_positive check (limit_ms > 0),
  -- when it was ended, by the person or, forgotten, by a short task
  ended_at timestamptz,
  counted_ms integer constraint breaks_within_limit check (counted_ms between 0 and limit_ms),
  pay_micros bigint constraint breaks_pay_not_negative check (pay_micros >= 0),
  constraint breaks_ended_whole check ((ended_at is null) = (counted_ms is null) and (ended_at is null) = (pay_micros is null))
);
create unique index breaks_one_open on breaks (worker_id) where ended_at is null;
create index breaks_of_worker on breaks (worker_id, batch_id, started_at desc);

alter table transfers drop constraint transfers_kind_known;
alter table transfers add constraint transfers_kind_known
  check (kind in ('deposit', 'reserve', 'pay', 'surplus_pay', 'break_pay', 'refund', 'correction'));
alter table transfers add column break_id uuid;
alter table transfers add constraint transfers_break_named check ((kind = 'break_pay') = (break_id is not null));
-- a break is paid once, whatever happens around it
create unique index transfers_break_once on transfers (break_id) where kind = 'break_pay';
