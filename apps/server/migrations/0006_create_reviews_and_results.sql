create table rejections (
  batch_id uuid not null,
  number integer not null,
  worker_id uuid not null,
  reason text not null constraint rejections_reason_known
    check (reason in ('instructions_not_followed', 'incomplete', 'wrong_language', 'unreadable', 'empty', 'other')),
  -- the line of the instructions that was not followed, as the worker saw it
  instruction_line text not null,
  explanation text not null,
  rejected_at timestamptz not null,
  rejected_by uuid not null references people,
  primary key (batch_id, number, worker_id),
  constraint rejections_explained check (length(btrim(instruction_line)) > 0 and length(btrim(explanation)) > 0)
);

-- A request to approve many responses at once. They are approved in steps, each a transaction of its own that also moves
-- this row on: after a crash the rest goes on from where it was.
create table approvals (
  id uuid primary key,
  batch_id uuid not null references batches,
  selection text not null constraint approvals_selection_known check (selection in ('all', 'majority', 'last_run')),
  -- responses that were waiting for a review when it was requested
  waiting bigint not null,
  examined bigint not null default 0,
  approved bigint not null default 0,
  paid_micros bigint not null default 0,
  fee_micros bigint not null default 0,
  -- the last response that was looked at, in the order of assignments_to_review
  after_at timestamptz,
  after_id uuid,
  requested_at timestamptz not null,
  requested_by uuid not null references people,
  finished_at timestamptz
);
create index approvals_by_batch on approvals (batch_id, requested_at desc);
create index approvals_unfinished on approvals (requested_at) where finished_at is null;

create table aggregation_runs (
  id uuid primary key,
  batch_id uuid not null references batches,
  state text not null constraint aggregation_runs_state_known check (state in ('waiting', 'running', 'done', 'failed')),
  -- the batch's counters when the run began: it is out of date when they have moved
  seen_submitted bigint,
  seen_rejected bigint,
  -- responses with a label, which is what is aggregated
  responses bigint,
  tasks integer,
  workers integer,
  agreement double precision,
  iterations integer,
  converged boolean,
  gold_tasks integer,
  -- shares of gold tasks that each method got right
  majority_vote_accuracy double precision,
  dawid_skene_accuracy double precision,
  version text,
  -- why Dawid-Skene has no results (the state is done), or why there are none at all (failed)
  failure text,
  requested_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz
);
create index aggregation_runs_by_batch on aggregation_runs (batch_id, requested_at desc);
-- a second request while one waits is the same request
create unique index aggregation_runs_one_waiting on aggregation_runs (batch_id) where state = 'waiting';
create index aggregation_runs_unfinished on aggregation_runs (requested_at) where state in ('waiting', 'running');

-- The latest result of each method for each task.
create table results (
  batch_id uuid not null,
  number integer not null,
  method text not null constraint results_method_known check (method in ('majority_vote', 'dawid_skene')),
  -- null when labels are tied
  label text,
  tied text[],
  confidence double precision not null,
  responses smallint not null,
  run_id uuid not null references aggregation_runs,
  primary key (batch_id, number, method)
);
create index results_by_confidence on results (batch_id, method, confidence, number);

-- Decisions on money, rejections and rules: append-only and hash-chained, so that a changed row shows.
create table events (
  position bigint primary key,
  at timestamptz not null,
  actor_id uuid references people,
  kind text not null,
  subject text not null,
  details jsonb not null,
  previous_hash bytea not null,
  hash bytea not null
);
create trigger events_append_only before update or delete on events for each statement execute function refuse_change();

-- Answers already given to requests that carried an idempotency key.
create table idempotency_keys (
  person_id uuid not null references people on delete cascade,
  key text not null,
  request_hash bytea not null,
  status smallint not null,
  body jsonb not null,
  created_at timestamptz not null default now(),
  primary key (person_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);
