-- A chain: batches of one project, the results of one of which become tasks of the next. A batch that a passage joins is a
-- step of the chain; the passage says what passes, and how a task is made of it.
create table passages (
  id uuid primary key,
  project_id uuid not null references projects,
  from_batch_id uuid not null references batches on delete cascade,
  to_batch_id uuid not null references batches on delete cascade,
  unit text not null constraint passages_unit_known check (unit in ('result', 'response')),
  moment text not null constraint passages_moment_known check (moment in ('submitted', 'approved')),
  condition jsonb not null,
  sample_percent double precision not null constraint passages_sample_possible check (sample_percent > 0 and sample_percent <= 100),
  most integer constraint passages_most_positive check (most > 0),
  -- column of the next type → where its value comes from
  mapping jsonb not null,
  is_on boolean not null default true,
  -- the counters of the earlier batch and the answers there were when it was last looked through: nothing passes until they move
  seen text,
  -- why less passed at the last look than could have; null when all did
  held_by jsonb,
  created_at timestamptz not null default now(),
  created_by uuid not null references people,
  constraint passages_one_per_pair unique (from_batch_id, to_batch_id),
  constraint passages_lead_on check (from_batch_id <> to_batch_id)
);
create index passages_by_project on passages (project_id, created_at);
create index passages_into on passages (to_batch_id);

-- What was decided of each answer of an earlier step, once: it passes once and for all, or it does not.
create table passed_answers (
  passage_id uuid not null references passages on delete cascade,
  number integer not null,
  -- the response that was taken by itself; null for what all responses to the task say together
  assignment_id uuid,
  outcome text not null
    constraint passed_answers_outcome_known check (outcome in ('passed', 'left_out', 'not_sampled', 'unfit')),
  to_batch_id uuid not null,
  to_number integer,
  confidence double precision,
  -- why the next type could not read it
  problem jsonb,
  decided_at timestamptz not null,
  constraint passed_answers_once unique nulls not distinct (passage_id, number, assignment_id),
  constraint passed_answers_lead_somewhere check ((outcome = 'passed') = (to_number is not null)),
  constraint passed_answers_say_why check ((outcome = 'unfit') = (problem is not null))
);
create unique index passed_answers_by_task on passed_answers (to_batch_id, to_number) where to_number is not null;
