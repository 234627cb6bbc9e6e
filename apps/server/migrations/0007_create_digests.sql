-- The last day (as in Paris, 2026-03-02) on which a digest was prepared for a person: one a day at most.
create table digests (
  person_id uuid primary key references people on delete cascade,
  day text not null constraint digests_day_iso check (day ~ '^\d{4}-\d{2}-\d{2}$')
);
