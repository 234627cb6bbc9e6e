-- From which other sites the templates of an organisation may load scripts and files. A steward decides, and signs: what is
-- loaded from elsewhere learns who works, and its scripts could carry answers away.
create table template_hosts (
  organisation_id uuid not null references organisations (id),
  host text not null,
  allowed_by uuid not null references people (id),
  allowed_at timestamptz not null,
  primary key (organisation_id, host),
  constraint template_hosts_is_a_host check (host ~ '^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$')
);

-- Keys that seal addresses for a short time; the same in every process of an instance, and nowhere outside the database. Made
-- when they are first needed, so that an instance that was only set up is empty.
create table signing_keys (
  purpose text primary key,
  key bytea not null,
  constraint signing_keys_are_long check (length(key) = 32)
);
