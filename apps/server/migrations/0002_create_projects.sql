create table organisations (
  id uuid primary key,
  name text not null,
  country text not null constraint organisations_country_iso check (country ~ '^[A-Z]{2}$'),
  website text,
  is_demo boolean not null default false,
  created_at timestamptz not null default now(),
  created_by uuid not null references people,
  constraint organisations_name_unique unique (name)
);

create table staff (
  organisation_id uuid not null references organisations on delete cascade,
  person_id uuid not null references people on delete cascade,
  role text not null constraint staff_role_known check (role in ('owner', 'manager', 'reviewer')),
  added_at timestamptz not null default now(),
  primary key (organisation_id, person_id)
);
create index staff_by_person on staff (person_id);

-- What a worker is told before any task of the project. Nullable while being written: publishing demands all of it.
create table projects (
  id uuid primary key,
  organisation_id uuid not null references organisations,
  name text not null,
  task_type text not null,
  purpose text not null default '',
  final_client text not null default '',
  result_use text constraint projects_result_use_known
    check (result_use in ('train_ai', 'verify_ai', 'stand_in_for_ai', 'research', 'other')),
  result_use_detail text not null default '',
  data_destination text not null default '',
  data_retention text not null default '',
  sensitive_categories text[],
  contact_name text not null default '',
  contact_email text not null default '',
  language text,
  created_at timestamptz not null default now(),
  created_by uuid not null references people,
  updated_at timestamptz not null default now()
);
create index projects_by_organisation on projects (organisation_id, created_at desc);

-- The subcontracting chain, from the final client (position 1) to this co-operative; shares are what each link keeps.
create table project_links (
  project_id uuid not null references projects on delete cascade,
  position smallint not null,
  party text not null,
  role text not null,
  country text not null constraint project_links_country_iso check (country ~ '^[A-Z]{2}$'),
  share_percent numeric(6, 3) not null constraint project_links_share_range check (share_percent between 0 and 100),
  primary key (project_id, position)
);

create table media (
  id uuid primary key,
  project_id uuid not null references projects,
  name text not null,
  content_type text not null,
  bytes bigint not null,
  sha256 bytea not null,
  storage_key text not null,
  created_at timestamptz not null default now(),
  constraint media_one_per_name unique (project_id, name)
);
