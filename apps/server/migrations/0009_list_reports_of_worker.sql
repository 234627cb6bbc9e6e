-- A worker sees what became of what they reported.
create index reports_by_worker on reports (worker_id, created_at desc);
