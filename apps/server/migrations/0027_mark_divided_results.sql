-- Whether the responses to a task say different things: kept where a result is written, since the page of tasks that divide people would
-- otherwise read the responses of every task that does not. Until the next run, results that are there stand as divided where their
-- responses are not all the same.
alter table results add column divided boolean not null default false;

update results r set divided = true
from (
  select g.batch_id, g.number
  from responses g join assignments a on a.batch_id = g.batch_id and a.number = g.number and a.worker_id = g.worker_id
  where a.state in ('submitted', 'approved') and not a.surplus
  group by g.batch_id, g.number having count(distinct coalesce(g.label, g.body::text)) > 1
) d where d.batch_id = r.batch_id and d.number = r.number;

create index results_divided on results (batch_id, confidence, number) where divided;
