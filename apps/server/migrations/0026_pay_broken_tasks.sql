-- The time on a task that is reported as broken is paid, once for each task and worker.

alter table reports
  -- on the task until the report, as far as it was paid
  add column work_ms integer constraint reports_work_not_negative check (work_ms >= 0),
  add column pay_micros bigint constraint reports_pay_positive check (pay_micros > 0),
  add column paid_at timestamptz,
  add constraint reports_paid_whole check ((paid_at is null) = (work_ms is null) and (paid_at is null) = (pay_micros is null));
-- how many were paid to a worker in a batch lately
create index reports_paid on reports (worker_id, batch_id, paid_at) where paid_at is not null;

alter table transfers drop constraint transfers_kind_known;
alter table transfers add constraint transfers_kind_known
  check (kind in ('deposit', 'reserve', 'pay', 'surplus_pay', 'break_pay', 'broken_pay', 'refund', 'correction'));
alter table transfers add constraint transfers_broken_named check (kind <> 'broken_pay' or assignment_id is not null);
-- the time on a task is paid once, whatever happens around it
create unique index transfers_broken_once on transfers (assignment_id) where kind = 'broken_pay';
