-- How many ordinary tasks that nobody settled are how sure: counted when a run writes its results, moved when more is asked for or a task
-- is settled. Pages and the API read these few rows, however many tasks a batch has. What is asked for is always chosen task by task.
create table confidence_counts (
  batch_id uuid not null,
  -- as many limits of a hundredth, from 0.01 to 1, as the confidence reaches: less sure than h hundredths are the rows below h
  hundredth smallint not null,
  -- responses that each of these tasks asks for
  wanted smallint not null,
  -- tasks that have all their responses, and tasks that wait for some
  ready integer not null,
  waiting integer not null,
  -- that the tasks with all their responses have together
  responses bigint not null,
  primary key (batch_id, hundredth, wanted),
  constraint confidence_counts_hundredth_range check (hundredth between 0 and 100),
  constraint confidence_counts_not_negative check (ready >= 0 and waiting >= 0 and responses >= 0)
);

insert into confidence_counts (batch_id, hundredth, wanted, ready, waiting, responses)
select r.batch_id, width_bucket(r.confidence, array(select h / 100::float8 from generate_series(1, 100) h)), s.wanted,
  count(*) filter (where s.submitted >= s.wanted), count(*) filter (where s.submitted < s.wanted),
  coalesce(sum(r.responses) filter (where s.submitted >= s.wanted), 0)
from results r join task_slots s on s.batch_id = r.batch_id and s.number = r.number
where r.confidence is not null
  and not exists (select from tasks t where t.batch_id = r.batch_id and t.number = r.number and t.truth is not null)
  and not exists (select from adjudications j where j.batch_id = r.batch_id and j.number = r.number)
group by 1, 2, 3;

alter table aggregation_runs drop column confidences;
