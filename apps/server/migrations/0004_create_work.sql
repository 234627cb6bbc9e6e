-- Dispatch. A task gets its slots row when the batch's frontier reaches it, so publishing costs the same for ten
-- tasks and for ten million, and the index of open slots stays as small as the window being worked on.
create table batch_frontiers (
  batch_id uuid primary key,
  -- tasks with number >= next_number have no slots row yet
  next_number integer not null default 1,
  -- what new slots rows get. Here and not read from batches, because this row is locked while they are made: raising
  -- the redundancy then never misses a task that is being opened
  redundancy smallint not null
);

create table task_slots (
  batch_id uuid not null,
  number integer not null,
  -- responses still wanted that nobody holds
  open smallint not null constraint task_slots_never_over_assigned check (open >= 0),
  -- responses that count towards the redundancy; the task is done when they reach it
  submitted smallint not null default 0 constraint task_slots_submitted_not_negative check (submitted >= 0),
  -- the redundancy this row was made for or raised to: raising a large batch goes row by row, each exactly once
  wanted smallint not null,
  primary key (batch_id, number)
) with (fillfactor = 70);
-- submitted changes without touching the index below, so those updates stay on the page
create index task_slots_open on task_slots (batch_id, number) where open > 0;

-- One row per worker in a batch: the place they have reached, and their share so far.
create table batch_workers (
  batch_id uuid not null,
  worker_id uuid not null references people,
  -- every task up to here was offered to this worker, or was full when they passed
  reached integer not null default 0,
  -- assignments held or submitted: compared with batches.max_per_worker
  taken integer not null default 0,
  -- late responses that were paid and kept aside: compared with the parameter latePaidMax
  late_paid integer not null default 0,
  -- the newest version of the instructions that this worker was shown
  instructions_version integer not null default 0,
  sitting_started_at timestamptz,
  first_at timestamptz not null default now(),
  primary key (batch_id, worker_id),
  constraint batch_workers_taken_not_negative check (taken >= 0)
);
create index batch_workers_by_worker on batch_workers (worker_id, batch_id);

create table assignments (
  batch_id uuid not null,
  number integer not null,
  worker_id uuid not null,
  id uuid not null,
  state text not null
    constraint assignments_state_known check (state in ('leased', 'submitted', 'approved', 'rejected', 'returned', 'lapsed')),
  -- true for a response that came after the lease lapsed and the slot was taken: paid once, kept aside from the results
  surplus boolean not null default false,
  price_micros bigint not null,
  fee_micros bigint not null,
  instructions_version integer not null,
  leased_at timestamptz not null,
  lease_expires_at timestamptz not null,
  renewals smallint not null default 0,
  submitted_at timestamptz,
  review_closes_at timestamptz,
  decided_at timestamptz,
  decided_by uuid references people,
  decision text constraint assignments_decision_known check (decision in ('person', 'agreement', 'silence', 'surplus')),
  return_reason text,
  primary key (batch_id, number, worker_id),
  constraint assignments_id_unique unique (id),
  constraint assignments_decided_says_how check ((state in ('approved', 'rejected')) = (decision is not null)),
  -- no automatic sanction: a rejection is signed by a person
  constraint assignments_rejected_by_a_person check (state <> 'rejected' or (decision = 'person' and decided_by is not null))
);
create index assignments_leases on assignments (lease_expires_at) where state = 'leased';
create index assignments_leases_of_batch on assignments (batch_id, lease_expires_at) where state = 'leased';
create index assignments_of_worker_held on assignments (worker_id, batch_id) where state = 'leased';
create index assignments_of_worker on assignments (worker_id, submitted_at desc, id) where submitted_at is not null;
create index assignments_to_review on assignments (batch_id, submitted_at, id) where state = 'submitted';
create index assignments_review_closes on assignments (review_closes_at) where state = 'submitted';

-- The response that stands; earlier ones of the same assignment are in response_revisions. Insert-mostly and apart
-- from assignments, so that a change of state never copies what a person wrote.
create table responses (
  batch_id uuid not null,
  number integer not null,
  worker_id uuid not null,
  body jsonb not null,
  -- the value that is compared with other responses; null when the task type has none
  label text,
  work_ms integer not null,
  submitted_at timestamptz not null,
  revision smallint not null default 1,
  receipt_hash bytea not null,
  primary key (batch_id, number, worker_id)
);

create table response_revisions (
  batch_id uuid not null,
  number integer not null,
  worker_id uuid not null,
  revision smallint not null,
  body jsonb not null,
  label text,
  work_ms integer not null,
  submitted_at timestamptz not null,
  receipt_hash bytea not null,
  primary key (batch_id, number, worker_id, revision)
);

create table drafts (
  batch_id uuid not null,
  number integer not null,
  worker_id uuid not null,
  body jsonb not null,
  version integer not null,
  updated_at timestamptz not null,
  primary key (batch_id, number, worker_id)
);

create table reports (
  id uuid primary key,
  batch_id uuid not null,
  number integer not null,
  worker_id uuid not null references people,
  reason text not null constraint reports_reason_known check (reason in ('broken', 'unclear', 'content', 'wrong_language', 'other')),
  comment text not null default '',
  created_at timestamptz not null,
  answered_at timestamptz,
  answered_by uuid references people,
  answer text,
  constraint reports_one_per_worker unique (batch_id, number, worker_id)
);
create index reports_by_batch on reports (batch_id, created_at desc);

-- Counters of a batch, spread over shards so that concurrent submissions do not queue on one row;
-- reading them costs a fixed number of rows whatever the number of tasks.
create table batch_tallies (
  batch_id uuid not null,
  shard smallint not null,
  leased bigint not null default 0,
  submitted bigint not null default 0,
  surplus bigint not null default 0,
  approved bigint not null default 0,
  rejected bigint not null default 0,
  tasks_done bigint not null default 0,
  work_ms bigint not null default 0,
  paid_micros bigint not null default 0,
  fee_micros bigint not null default 0,
  primary key (batch_id, shard)
) with (fillfactor = 50);

create table batch_hours (
  batch_id uuid not null,
  hour timestamptz not null,
  shard smallint not null,
  submitted bigint not null default 0,
  primary key (batch_id, hour, shard)
) with (fillfactor = 50);

-- "Tell me when there is work here": one line in the next digest, then gone.
create table digest_wishes (
  person_id uuid not null references people on delete cascade,
  batch_id uuid not null references batches on delete cascade,
  created_at timestamptz not null default now(),
  primary key (person_id, batch_id)
);
