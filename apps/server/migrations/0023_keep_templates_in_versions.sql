-- The templates of a project: pages of its own, each in versions that never change. A batch names the version that it works
-- with, and holds the settings itself: whatever becomes of the template, what was published stays as it was.
create table templates (
  project_id uuid not null references projects,
  number integer not null constraint templates_number_positive check (number > 0),
  name text not null,
  created_at timestamptz not null,
  created_by uuid not null references people,
  primary key (project_id, number)
);

create table template_versions (
  project_id uuid not null,
  template integer not null,
  version integer not null constraint template_versions_version_positive check (version > 0),
  settings jsonb not null,
  -- the earlier version of the same template that it was made from again; null for what somebody wrote
  restored_from integer constraint template_versions_restore_earlier check (restored_from < version),
  saved_at timestamptz not null,
  saved_by uuid not null references people,
  primary key (project_id, template, version),
  foreign key (project_id, template) references templates
);

alter table batches
  add column template integer,
  add column template_version integer,
  add constraint batches_template_with_version check ((template is null) = (template_version is null)),
  add constraint batches_template_of_its_kind check (template is null or task_type = 'template'),
  add foreign key (project_id, template, template_version) references template_versions;
create index batches_by_template on batches (project_id, template, id) where template is not null;

-- Pages that batches had for themselves: those of a project that are the same become one template, named after its first batch.
with pages as (
  select project_id, settings, min(id::text)::uuid as first_batch,
    row_number() over (partition by project_id order by min(id::text)) as number
  from batches where task_type = 'template' group by project_id, settings
), made as (
  insert into templates (project_id, number, name, created_at, created_by)
  select p.project_id, p.number, b.name, b.created_at, b.created_by from pages p join batches b on b.id = p.first_batch
)
insert into template_versions (project_id, template, version, settings, saved_at, saved_by)
select p.project_id, p.number, 1, p.settings, b.created_at, b.created_by from pages p join batches b on b.id = p.first_batch;

update batches b set template = v.template, template_version = v.version
from template_versions v where b.task_type = 'template' and v.project_id = b.project_id and v.settings = b.settings;
