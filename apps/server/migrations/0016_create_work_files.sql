-- What workers send with a response: recordings, photos. A file belongs to the assignment it was sent for; it is kept once a
-- response names it, and swept otherwise.
create table work_files (
  id uuid primary key,
  assignment_id uuid not null,
  batch_id uuid not null,
  number integer not null,
  worker_id uuid not null references people,
  -- as the sender calls it
  name text not null,
  state text not null default 'arriving' constraint work_files_state_known check (state in ('arriving', 'whole')),
  -- how long the sender says it is; nothing beyond is read
  declared_bytes bigint not null constraint work_files_not_empty check (declared_bytes > 0),
  received_bytes bigint not null default 0
    constraint work_files_within_declared check (received_bytes between 0 and declared_bytes),
  -- the worker agreed that what the camera wrote into the photo stays
  keep_exif boolean not null default false,
  -- of the stored file, once it is whole
  content_type text,
  bytes bigint,
  sha256 bytea,
  storage_key text,
  -- of a sound, where its container says it
  seconds double precision,
  created_at timestamptz not null,
  -- moved on by whatever needs the file, so that what is needed is never swept in the same instant
  touched_at timestamptz not null,
  -- a response names it: it is never looked at again by the sweep
  kept boolean not null default false,
  constraint work_files_whole_is_stored check
    ((state = 'whole') = (content_type is not null and bytes is not null and sha256 is not null and storage_key is not null))
);
create index work_files_of_assignment on work_files (assignment_id);
create index work_files_to_sweep on work_files (touched_at) where not kept;

-- The pieces of a file that is still arriving, each stored by itself, so that any process can take the next one.
create table work_file_parts (
  file_id uuid not null references work_files on delete cascade,
  start bigint not null,
  bytes bigint not null,
  storage_key text not null,
  primary key (file_id, start)
);
