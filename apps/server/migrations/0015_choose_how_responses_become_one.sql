-- One result per task, by the method that the batch names (ADR 20). Runs and results of before are dropped: they are
-- computed again when a batch is done or somebody looks at its results.
drop table results;
delete from aggregation_runs;

alter table batches
  -- a name of `TaskSetup.consolidation.methods`; null: the first of them
  add column aggregation_method text,
  -- asked for beyond `redundancy`, of single tasks
  add column extra_responses bigint not null default 0 constraint batches_extra_responses_not_negative check (extra_responses >= 0);

alter table aggregation_runs
  drop constraint aggregation_runs_state_known,
  add constraint aggregation_runs_state_known check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- share of gold tasks that the method got right
  add column accuracy double precision,
  drop column dawid_skene_accuracy,
  add column phase text constraint aggregation_runs_phase_known check (phase in ('reading', 'computing', 'writing')),
  -- responses read, or tasks written, and of how many
  add column progress_done bigint not null default 0,
  add column progress_total bigint not null default 0,
  -- what the batch asked for, and what was done: `auto` chooses, and too many labels leave the majority only
  add column method_asked text,
  add column method text,
  -- of `auto`: why this one
  add column reason text,
  -- of responses when `auto` chose last: the choice stands until there are many more
  add column chosen_at bigint,
  add column parameters jsonb not null default '{}',
  -- of the method alone
  add column seconds double precision,
  -- Krippendorff's alpha with its 90 % interval
  add column alpha double precision,
  add column alpha_low double precision,
  add column alpha_high double precision,
  -- share of responses that are the result of their task, where at least three were given
  add column response_agreement double precision,
  -- how often a response is held to be right: what more responses would bring follows from it
  add column response_accuracy double precision,
  add column classes integer,
  -- gold tasks by confidence: [{ from, to, count, confidence, accuracy, low, high }]
  add column calibration jsonb,
  -- ordinary tasks by confidence in steps of one hundredth, 0 to 100
  add column confidences integer[],
  -- rows of `results` that the run had to write
  add column rows_changed integer;
comment on column aggregation_runs.failure is 'too_large: too many labels for the method, so there is a majority only (done); error (failed)';

-- The result of each task, as the last run left it. A row is written anew only when it changed: a confidence that moved
-- by less than a hundredth stays as it is.
create table results (
  batch_id uuid not null,
  number integer not null,
  -- null when labels tie, or where responses have none
  label text,
  tied text[],
  -- of types whose responses are made one as a whole
  response jsonb,
  -- null where the method says nothing of it
  confidence double precision,
  responses smallint not null,
  -- the run that wrote this row
  run_id uuid not null references aggregation_runs,
  primary key (batch_id, number)
);
create index results_by_confidence on results (batch_id, confidence, number);

-- What a person of the organisation settled: it stands in the place of the computed result. Never a judgement of anybody
-- who responded, and nothing that is paid follows from it.
create table adjudications (
  batch_id uuid not null,
  number integer not null,
  response jsonb not null,
  label text,
  adjudicated_by uuid not null references people,
  adjudicated_at timestamptz not null,
  primary key (batch_id, number)
);

-- More responses for certain tasks of a published batch. Their slots are opened in steps, each a transaction of its own
-- that also moves this row on: each task exactly once, whatever is repeated.
create table response_requests (
  id uuid primary key,
  batch_id uuid not null references batches,
  numbers integer[] not null,
  more smallint not null constraint response_requests_ask_for_some check (more > 0),
  -- how many of the numbers are opened
  opened integer not null default 0,
  reserved_micros bigint not null,
  requested_at timestamptz not null,
  requested_by uuid not null references people,
  finished_at timestamptz
);
create index response_requests_by_batch on response_requests (batch_id, requested_at desc);
create index response_requests_unfinished on response_requests (requested_at) where finished_at is null;
