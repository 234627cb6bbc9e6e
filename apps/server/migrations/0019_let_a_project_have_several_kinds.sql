-- The steps of a chain are batches of one project that are of different kinds, and whom work fits depends on its kind: what
-- is left of a project is counted for each. Computed anew every few seconds, so nothing is kept.
delete from project_supply;
alter table project_supply drop constraint project_supply_pkey, add primary key (project_id, task_type);

drop index batches_to_bring;
create index batches_to_bring on batches (project_id, task_type, priority desc, published_at, id) where state = 'open';
