-- Content that may hurt: what a person accepts to see, how much of it in a day, and how blurred. One row for each person who
-- chose; whoever has none accepts nothing. Of what they saw only today's number is kept, for the limit that they set.
create table exposure_choices (
  person_id uuid primary key references people on delete cascade,
  accepted text[] not null default '{}',
  -- tasks in a day (UTC); null for no limit
  daily_max integer constraint exposure_choices_daily_max_range check (daily_max between 1 and 10000),
  blur_percent smallint not null default 60 constraint exposure_choices_blur_range check (blur_percent between 0 and 100),
  exposed_on date,
  exposed integer not null default 0 constraint exposure_choices_exposed_not_negative check (exposed >= 0),
  changed_at timestamptz not null
) with (fillfactor = 70);
