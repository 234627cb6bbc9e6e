-- Dispatch in constant time (ADR 16). Slots have a place in the order in which they are handed out; a slot that is open
-- again gets a new place at the end. So everything open before a worker's place is something they had, whatever came
-- free meanwhile, and nobody ever looks for it again.
alter table batch_frontiers
  -- the place that the next opened or reopened slot gets. The row is locked from then until the end of the transaction,
  -- so places become visible in their order
  add column next_position bigint not null default 1,
  -- no slot is open up to here: where a newcomer begins. A hint that only grows, written now and then
  add column low_position bigint not null default 0,
  -- tasks that were opened in their turn, gold tasks among them
  add column opened integer not null default 0,
  add column gold_opened integer not null default 0,
  -- gold tasks with number >= this were not opened in their turn
  add column next_gold_number integer not null default 1;
comment on column batch_frontiers.next_number is 'tasks without a truth and with number >= this were not opened in their turn';

alter table task_slots add column position bigint;
update task_slots set position = number;
alter table task_slots alter column position set not null;
drop index task_slots_open;
create index task_slots_open on task_slots (batch_id, position) where open > 0;

create index tasks_gold on tasks (batch_id, number) where truth is not null;

-- what was opened before is in the order of the file, gold tasks among the others
update batch_frontiers f set
  opened = least(f.next_number - 1, b.task_count),
  gold_opened = (select count(*) from tasks t where t.batch_id = f.batch_id and t.truth is not null and t.number < f.next_number),
  next_gold_number = f.next_number,
  next_position = greatest(f.next_number, (select coalesce(max(s.number), 0) + 1 from task_slots s where s.batch_id = f.batch_id))
from batches b where b.id = f.batch_id;

-- everybody looks once more from the beginning, past what they had
alter table batch_workers alter column reached type bigint;
update batch_workers set reached = 0;
comment on column batch_workers.reached is 'every open slot up to this position is of a task that this worker had';

-- The Monday of an instant's week, in UTC.
create function week_of(at timestamptz) returns date
language sql immutable as $$ select date_trunc('week', at at time zone 'UTC')::date $$;

-- Opens the next tasks of a batch in their turn: ordinary ones in the order of the file, gold tasks spread among them at
-- the rate that is left, at places that chance decides. The caller holds the frontier's row. Returns what it is now.
create function open_block(f batch_frontiers, task_count integer, gold_count integer, block integer) returns batch_frontiers
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
declare
  size integer := least(block, task_count - f.opened);
  gold_left integer := gold_count - f.gold_opened;
  golds integer := 0;
  numbers integer[];
  gold_numbers integer[] := '{}';
begin
  if gold_left > 0 then
    golds := floor(size::float8 * gold_left / (task_count - f.opened) + random());
    golds := greatest(least(golds, gold_left, size), size - (task_count - f.opened - gold_left));
    gold_numbers := array(select number from tasks
      where batch_id = f.batch_id and truth is not null and number >= f.next_gold_number order by number limit golds);
  end if;
  if gold_count = 0 then
    numbers := array(select n from generate_series(f.next_number, f.next_number + size - 1) n);
  else
    numbers := array(select number from tasks
      where batch_id = f.batch_id and truth is null and number >= f.next_number order by number limit size - golds);
  end if;

  insert into task_slots (batch_id, number, open, wanted, position)
  select f.batch_id, number, f.redundancy, f.redundancy, f.next_position - 1 + row_number() over (order by place)
  from (
    select number, rank::float8 as place from unnest(numbers) with ordinality as o(number, rank)
    union all
    select number, random() * (cardinality(numbers) + 1) from unnest(gold_numbers) as g(number)
  ) dealt
  -- somebody asked for it by its number before
  on conflict (batch_id, number) do nothing;

  f.next_position := f.next_position + size;
  f.opened := f.opened + size;
  f.gold_opened := f.gold_opened + cardinality(gold_numbers);
  f.next_number := coalesce(numbers[cardinality(numbers)] + 1, f.next_number);
  f.next_gold_number := coalesce(gold_numbers[cardinality(gold_numbers)] + 1, f.next_gold_number);
  update batch_frontiers set next_position = f.next_position, opened = f.opened, gold_opened = f.gold_opened,
    next_number = f.next_number, next_gold_number = f.next_gold_number
  where batch_id = f.batch_id;
  return f;
end $$;

-- Hands out slots of one batch to several workers, each to at most `wanted` of them, and makes the assignments. All of it
-- happens inside one statement: no lock is held while a message travels. The frontier's row is the lock of the batch's
-- dispatch: leases of one batch follow each other, and a pause that was committed is seen by every later lease.
--
-- A worker is given the next open slots after their place that they never had. `ids` are ids for new assignments, as many
-- as the sum of `wanted`. A row without a task says that 4,000 slots were looked at in vain: the worker's place has moved
-- on, and the same call goes on from there.
--
-- Nothing here may be planned as a walk over the rows of a batch, whatever the planner believes of its size: of a new batch
-- it knows nothing. So rows are found by arrays of keys and by looks of one row, never by a join that could be turned round.
create function take_slots(
  of_batch uuid, workers uuid[], wanted integer[], ids uuid[], held_max integer, block integer, at timestamptz, until timestamptz
) returns table (worker_id uuid, id uuid, number integer, payload jsonb)
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  look_far constant integer := 200;
  rounds_max constant integer := 20;
  low_slack constant integer := 64;
  f batch_frontiers;
  terms record;
  step record;
  place record;
  held integer;
  places bigint[] := array_fill(0::bigint, array[cardinality(workers)]);
  rooms integer[] := array_fill(0, array[cardinality(workers)]);
  counts integer[] := array_fill(0, array[cardinality(workers)]);
  i integer;
  start bigint;
  missing integer;
  look integer;
  rounds integer;
  used integer := 0;
  got integer;
  first_found bigint := null;
  nothing_left boolean := false;
  got_workers uuid[] := '{}';
  got_ids uuid[] := '{}';
  got_numbers integer[] := '{}';
  tired uuid[] := '{}';
begin
  select * into f from batch_frontiers where batch_id = of_batch for update;
  select state, task_count, gold_count, max_per_worker, price_micros, fee_micros, instructions_version, estimate_seconds
    into terms from batches where id = of_batch;
  if f.batch_id is null or terms.state is distinct from 'open' then return; end if;

  -- one by one and by key, here and below: joined to an array, a plan may walk over all workers of the batch instead
  for n in 1 .. cardinality(workers) loop
    select reached, taken into place from batch_workers where batch_id = of_batch and worker_id = workers[n];
    if not found then
      insert into batch_workers (batch_id, worker_id, first_at) values (of_batch, workers[n], at) on conflict do nothing;
      select reached, taken into place from batch_workers where batch_id = of_batch and worker_id = workers[n];
    end if;
    select count(*) into held from assignments where worker_id = workers[n] and state = 'leased';
    places[n] := greatest(place.reached, f.low_position);
    rooms[n] := least(wanted[n], held_max - held, coalesce(terms.max_per_worker - place.taken, wanted[n]));
  end loop;

  -- whoever stands further back first: slots are then locked in their order, as those are who count responses
  for i in select a.i from unnest(places) with ordinality as a(place, i) order by a.place, a.i loop
    start := places[i];
    missing := rooms[i];
    look := missing;
    rounds := 0;
    got := 0;
    while missing > 0 loop
      rounds := rounds + 1;
      with seen as (
        select s.number, s.position, h.had is null as free
        from (select number, position from task_slots
            where batch_id = of_batch and open > 0 and position > start order by position limit look) s
          -- with its limit it stays a look by key; as `not exists` it became a hash of all that the worker ever had in the batch
          left join lateral (select true as had from assignments a
            where a.batch_id = of_batch and a.number = s.number and a.worker_id = workers[i] and a.state <> 'lapsed' limit 1) h on true
        order by s.position
      ), picked as (
        select number, position, row_number() over (order by position) as rank from seen where free order by position limit missing
      ), taken as (
        update task_slots t set open = t.open - 1
        where t.batch_id = of_batch and t.number = any (array(select number from picked)) and t.open > 0 returning t.number
      ), made as (
        insert into assignments as m (batch_id, number, worker_id, id, state, price_micros, fee_micros, instructions_version, leased_at, lease_expires_at)
        select of_batch, p.number, workers[i], ids[used + p.rank], 'leased', terms.price_micros, terms.fee_micros, terms.instructions_version, at, until
        from picked p join taken k using (number)
        on conflict (batch_id, number, worker_id) do update set state = 'leased', leased_at = excluded.leased_at,
          lease_expires_at = excluded.lease_expires_at, instructions_version = excluded.instructions_version, renewals = 0
          where m.state = 'lapsed'
        returning m.id, m.number
      )
      select (select count(*) from seen) as looked, (select max(position) from seen) as last, (select min(position) from seen) as first,
        (select count(*) from picked) as picked, (select max(position) from picked) as last_picked,
        array(select number from taken except select number from made) as lost,
        array(select m.id from made m join picked p using (number) order by p.rank) as ids,
        array(select m.number from made m join picked p using (number) order by p.rank) as numbers
      into step;
      -- a late response of this very task arrived in this instant: its slot is not needed after all
      if cardinality(step.lost) > 0 then
        update task_slots set open = open + 1 where batch_id = of_batch and number = any (step.lost);
      end if;
      first_found := least(first_found, step.first);
      used := used + step.picked;
      got := got + cardinality(step.ids);
      got_workers := got_workers || array_fill(workers[i], array[cardinality(step.ids)]);
      got_ids := got_ids || step.ids;
      got_numbers := got_numbers || step.numbers;
      start := coalesce(case when step.picked = missing then step.last_picked else step.last end, start);
      missing := missing - step.picked;
      if missing > 0 then
        if step.looked < look then
          if f.opened >= terms.task_count then
            nothing_left := true;
            exit;
          end if;
          f := open_block(f, terms.task_count, terms.gold_count, block);
        elsif rounds >= rounds_max then
          if got = 0 then tired := tired || workers[i]; end if;
          exit;
        end if;
        look := look_far;
      end if;
    end loop;
    if got > 0 or start > places[i] then
      update batch_workers set reached = greatest(reached, start), taken = taken + got where batch_id = of_batch and worker_id = workers[i];
    end if;
    counts[i] := got;
  end loop;

  -- in the order of their ids, as everybody writes them who writes several
  for i in select a.i from unnest(workers) with ordinality as a(w, i) where counts[a.i] > 0 order by a.w loop
    insert into worker_weeks as k (person_id, week, received_seconds) values (workers[i], week_of(at), counts[i] * terms.estimate_seconds)
    on conflict (person_id, week) do update set received_seconds = k.received_seconds + excluded.received_seconds;
  end loop;

  -- Moving the low mark writes the row that all of the batch's leases read, so it is done only where it saves a walk over
  -- entries of the index that are dead.
  if first_found > f.low_position + low_slack or (nothing_left and f.next_position - 1 > f.low_position + low_slack) then
    update batch_frontiers set low_position = coalesce(
      (select s.position - 1 from task_slots s where s.batch_id = of_batch and s.open > 0 and s.position > f.low_position
        order by s.position limit 1), f.next_position - 1)
    where batch_id = of_batch;
  end if;

  if cardinality(got_ids) > 0 then
    insert into batch_tallies as t (batch_id, shard, leased) values (of_batch, floor(random() * 16), cardinality(got_ids))
    on conflict (batch_id, shard) do update set leased = t.leased + excluded.leased;
  end if;

  return query
  select g.w, g.id, g.n, (select t.payload from tasks t where t.batch_id = of_batch and t.number = g.n)
  from unnest(got_workers, got_ids, got_numbers) with ordinality as g(w, id, n, i) order by g.i;
  return query select w, null::uuid, null::integer, null::jsonb from unnest(tired) w;
end $$;
