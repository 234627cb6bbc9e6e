-- What a person asks Canut to bring: kinds of work, and how much in a week. Nothing in a list means any.
create table subscriptions (
  person_id uuid primary key references people on delete cascade,
  seconds_wanted integer not null constraint subscriptions_wanted_range check (seconds_wanted between 0 and 288000),
  task_types text[] constraint subscriptions_task_types_not_empty check (cardinality(task_types) > 0),
  languages text[] constraint subscriptions_languages_not_empty check (cardinality(languages) > 0),
  project_ids uuid[] constraint subscriptions_projects_not_empty check (cardinality(project_ids) > 0),
  changed_at timestamptz not null,
  -- a claim counts for some hours after it: a turn that is not taken passes on
  last_sitting_at timestamptz
);

-- "I am available now". Closing deletes the row, and outside of an open sitting nothing is recorded.
create table sittings (
  person_id uuid primary key references people on delete cascade,
  opened_at timestamptz not null,
  seen_at timestamptz not null,
  -- the batch that was brought last, and whose it is
  batch_id uuid,
  organisation_id uuid,
  -- batches that had nothing for this person in this round of looking
  passed uuid[] not null default '{}'
) with (fillfactor = 70);

create index sittings_by_organisation on sittings (organisation_id) where organisation_id is not null;

-- What a person has had in a week that begins on this Monday (UTC), and what the sharing gives them in all of it.
create table worker_weeks (
  person_id uuid not null references people on delete cascade,
  week date not null,
  received_seconds bigint not null default 0 constraint worker_weeks_received_not_negative check (received_seconds >= 0),
  -- null: nothing was shared out to them
  share_seconds bigint,
  -- the kinds of scarce work that the share is made of; see batch_supply.kind
  share_kinds text[],
  computed_at timestamptz,
  primary key (person_id, week)
) with (fillfactor = 70);

create index worker_weeks_shared on worker_weeks (week) where share_seconds is not null;

-- Work left in open batches, as the last round of sharing saw it. A batch without work left has no row.
create table batch_supply (
  batch_id uuid primary key,
  open_seconds bigint not null,
  -- people asked for more than there is
  scarce boolean not null default false,
  -- work of one kind fits the same people; what is not of the kinds of somebody's share is kept for others while it is scarce
  kind text,
  -- people whose claim counts and fits
  claims integer not null default 0,
  computed_at timestamptz not null
) with (fillfactor = 70);

-- When shares were last computed: by one process, whatever their number.
create table share_rounds (
  id smallint primary key default 1 constraint share_rounds_one_row check (id = 1),
  computed_at timestamptz not null,
  claims integer not null
);

-- Orders the open batches of one organisation when Canut brings tasks: 5 comes first.
alter table batches add column priority smallint not null default 3 constraint batches_priority_range check (priority between 1 and 5);

create index batches_to_bring on batches (organisation_id, priority desc, published_at, id) where state = 'open';
