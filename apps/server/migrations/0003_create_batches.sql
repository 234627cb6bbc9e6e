create table batches (
  id uuid primary key,
  project_id uuid not null references projects,
  organisation_id uuid not null references organisations,
  name text not null,
  task_type text not null,
  -- how the task type is set up: labels, fields … (validated by the type's settings schema)
  settings jsonb not null,
  state text not null default 'draft'
    constraint batches_state_known check (state in ('draft', 'open', 'paused', 'closed')),
  redundancy smallint not null default 3 constraint batches_redundancy_range check (redundancy between 1 and 99),
  max_per_worker integer constraint batches_max_per_worker_positive check (max_per_worker > 0),
  price_micros bigint not null default 0 constraint batches_price_not_negative check (price_micros >= 0),
  -- the fee per response as it was when the batch was published
  fee_micros bigint not null default 0 constraint batches_fee_not_negative check (fee_micros >= 0),
  currency text not null default 'EUR' constraint batches_currency_iso check (currency ~ '^[A-Z]{3}$'),
  estimate_seconds integer not null default 30 constraint batches_estimate_range check (estimate_seconds between 1 and 86400),
  review_days smallint not null default 3 constraint batches_review_range check (review_days between 1 and 7),
  -- pseudonyms of workers shown to the requester are hashes salted by this, so they never match across batches
  pseudonym_salt bytea not null,
  task_count integer not null default 0,
  gold_count integer not null default 0,
  instructions_version integer not null default 0,
  is_demo boolean not null default false,
  created_at timestamptz not null default now(),
  created_by uuid not null references people,
  published_at timestamptz,
  paused_at timestamptz,
  paused_by uuid references people,
  closed_at timestamptz
);
create index batches_by_project on batches (project_id, created_at desc);
create index batches_on_offer on batches (published_at desc, id) where state in ('open', 'paused');

create table instructions (
  batch_id uuid not null references batches on delete cascade,
  version integer not null,
  markdown text not null,
  created_at timestamptz not null default now(),
  created_by uuid not null references people,
  primary key (batch_id, version)
);

-- No foreign key to batches here and below: the check would run once per imported row, and a batch with tasks is never deleted.
create table tasks (
  batch_id uuid not null,
  number integer not null,
  payload jsonb not null,
  truth jsonb,
  source_line bigint,
  primary key (batch_id, number)
);

create table imports (
  id uuid primary key,
  batch_id uuid not null references batches on delete cascade,
  state text not null default 'uploaded'
    constraint imports_state_known check (state in ('uploaded', 'checking', 'checked', 'loading', 'done', 'failed', 'cancelled')),
  file_name text not null,
  format text constraint imports_format_known check (format in ('csv', 'tsv', 'jsonl')),
  -- null when the file was read while it arrived and not kept
  storage_key text,
  -- null when it arrived without saying its length
  bytes_total bigint,
  bytes_read bigint not null default 0,
  rows_good bigint not null default 0,
  rows_gold bigint not null default 0,
  rows_bad bigint not null default 0,
  -- a row may have several; the first thousand are in import_problems
  problems_found bigint not null default 0,
  columns text[],
  -- the first good rows, to be shown in the real task screen
  preview jsonb not null default '[]',
  failure jsonb,
  cancel_requested boolean not null default false,
  created_at timestamptz not null default now(),
  created_by uuid not null references people,
  -- the last sign of life of whoever reads the file
  touched_at timestamptz not null default now(),
  finished_at timestamptz
);
create index imports_by_batch on imports (batch_id, created_at desc);
create index imports_running on imports (touched_at) where state in ('checking', 'loading');

create table import_problems (
  import_id uuid not null references imports on delete cascade,
  position integer not null,
  line bigint not null,
  end_line bigint not null,
  column_name text,
  -- who names the code: the reader of the file, or the task type that reads the row
  source text not null constraint import_problems_source_known check (source in ('file', 'row', 'task', 'media')),
  code text not null,
  params jsonb not null default '{}',
  primary key (import_id, position)
);
