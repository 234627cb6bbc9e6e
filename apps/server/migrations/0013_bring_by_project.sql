-- Work left by project, as the last round of sharing saw it: whom work fits depends on the project alone, so that who is
-- brought a task looks through projects and not through all their batches. A project without work left has no row.
create table project_supply (
  project_id uuid primary key,
  organisation_id uuid not null,
  task_type text not null,
  language text,
  open_seconds bigint not null,
  scarce boolean not null,
  kind text not null,
  claims integer not null,
  -- of its open batches with work left: the first priority, and the oldest of that
  priority smallint not null,
  published_at timestamptz not null
) with (fillfactor = 70);

drop index batches_to_bring;
create index batches_to_bring on batches (project_id, priority desc, published_at, id) where state = 'open';
