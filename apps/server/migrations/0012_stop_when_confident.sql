-- A task may ask for more responses only while its answer is uncertain (ADR 15). `redundancy` stays the most that a task
-- can get, and what is set aside; under this rule a task opens with `redundancy_min`, which is also the redundancy that
-- batch_frontiers holds.
alter table batches
  add column stop_rule text not null default 'fixed'
    constraint batches_stop_rule_known check (stop_rule in ('fixed', 'until_confident')),
  add column redundancy_min smallint,
  -- how probable the likeliest label must be for a task to need nothing more
  add column confidence double precision,
  add constraint batches_stop_rule_is_whole check (
    (stop_rule = 'fixed' and redundancy_min is null and confidence is null)
    or (stop_rule = 'until_confident' and redundancy_min is not null and confidence is not null)),
  add constraint batches_redundancy_min_range check (redundancy_min between 1 and redundancy - 1),
  add constraint batches_confidence_range check (confidence between 0.5 and 0.999);

-- What one-coin Dawid–Skene holds of each worker inside one batch: of `answered` responses, `correct` are expected to be
-- right. Only batches with the rule have rows, and nothing but the rule reads them: never for or against a person.
create table worker_estimates (
  batch_id uuid not null,
  worker_id uuid not null references people,
  correct double precision not null,
  answered integer not null,
  primary key (batch_id, worker_id),
  constraint worker_estimates_possible check (correct >= 0 and correct <= answered)
) with (fillfactor = 70);

-- How sure the answer of a task was when it was last looked at, and what it put into the estimates of its workers then,
-- by worker: taken out again when the task is looked at anew.
create table task_confidences (
  batch_id uuid not null,
  number integer not null,
  confidence double precision not null,
  credits jsonb not null,
  primary key (batch_id, number)
);
