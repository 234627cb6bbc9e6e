-- People and how they sign in. The identity library owns the meaning of sessions, logins and verifications;
-- column names are ours (the mapping is in src/identity/auth.ts).
create table people (
  id uuid primary key,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  locale text constraint people_locale_known check (locale in ('en', 'fr')),
  is_steward boolean not null default false,
  is_member boolean not null default false,
  is_demo boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint people_one_per_email unique (email)
);

create table sessions (
  id uuid primary key,
  person_id uuid not null references people on delete cascade,
  token text not null,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint sessions_token_unique unique (token)
);
create index sessions_by_person on sessions (person_id);

create table logins (
  id uuid primary key,
  person_id uuid not null references people on delete cascade,
  provider_id text not null,
  provider_account_id text not null,
  password_hash text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint logins_one_per_provider unique (provider_id, provider_account_id)
);
create index logins_by_person on logins (person_id);

create table verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_by_identifier on verifications (identifier);

create table rate_limits (
  id text primary key,
  key text not null constraint rate_limits_key_unique unique,
  count integer not null,
  last_request bigint not null
);

-- Personal tokens for the API: only the SHA-256 of the secret is kept.
create table tokens (
  id uuid primary key,
  person_id uuid not null references people on delete cascade,
  name text not null,
  secret_hash bytea not null constraint tokens_secret_unique unique,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);
create index tokens_by_person on tokens (person_id);
