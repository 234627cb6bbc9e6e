-- Stores responses, moves their assignments to submitted and counts them. Returns the ids of those that were in one of the
-- states `from_states`; the others are left alone. Each row is found by its key: as a query of its own, a plan that was made
-- while the tables were small walked over all slots of the batch.
create function store_responses(
  ids uuid[], bodies jsonb[], labels text[], works_ms integer[], hashes bytea[], closings timestamptz[],
  surpluses boolean[], from_states text[], at timestamptz, chance double precision
) returns setof uuid
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  -- counters are spread over so many rows, so that those who write at the same time rarely meet
  tally_shards constant integer := 16;
  hour_shards constant integer := 4;
begin
  return query
  with given as (
    select * from unnest(ids, bodies, labels, works_ms, hashes, closings, surpluses)
      as r(id, body, label, work_ms, receipt_hash, closes, surplus)
  ), moved as (
    update assignments a set state = 'submitted', submitted_at = at, review_closes_at = r.closes, surplus = r.surplus
    from given r
    where a.id = r.id and a.state = any (from_states)
    returning a.id, a.batch_id, a.number, a.worker_id, a.surplus, r.body, r.label, r.work_ms, r.receipt_hash
  ), stored as (
    insert into responses (batch_id, number, worker_id, body, label, work_ms, submitted_at, receipt_hash)
    select batch_id, number, worker_id, body, label, work_ms, at, receipt_hash from moved
  ), gone as (
    delete from drafts d using moved m where d.batch_id = m.batch_id and d.number = m.number and d.worker_id = m.worker_id
  ), slots as (
    -- locked in the order of dispatch, so that nobody waits in a ring
    select s.batch_id, s.number, m.count
    from (select batch_id, number, count(*)::smallint as count from moved where not surplus group by 1, 2 order by 1, 2) m
      cross join lateral (
        select s.batch_id, s.number from task_slots s where s.batch_id = m.batch_id and s.number = m.number for update) s
  ), counted as (
    update task_slots s set submitted = s.submitted + l.count from slots l where s.batch_id = l.batch_id and s.number = l.number
    returning s.batch_id, s.submitted >= s.wanted and s.submitted - l.count < s.wanted as done
  ), sums as (
    select m.*, coalesce((select count(*) from counted c where c.batch_id = m.batch_id and c.done), 0) as done
    from (select batch_id, count(*) filter (where not surplus) as submitted, count(*) filter (where surplus) as surplus,
        sum(work_ms) as work_ms from moved group by 1) m
    order by batch_id
  ), tallied as (
    insert into batch_tallies as t (batch_id, shard, submitted, surplus, work_ms, tasks_done)
    select batch_id, floor(chance * tally_shards), submitted, surplus, work_ms, done from sums
    on conflict (batch_id, shard) do update set submitted = t.submitted + excluded.submitted, surplus = t.surplus + excluded.surplus,
      work_ms = t.work_ms + excluded.work_ms, tasks_done = t.tasks_done + excluded.tasks_done
  ), hours as (
    insert into batch_hours as h (batch_id, hour, shard, submitted)
    select batch_id, date_trunc('hour', at), floor(chance * hour_shards), submitted from sums where submitted > 0
    on conflict (batch_id, hour, shard) do update set submitted = h.submitted + excluded.submitted
  )
  select id from moved;
end $$;
