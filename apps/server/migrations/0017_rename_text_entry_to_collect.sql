-- The task type that asked for fields to fill in is named after what it does, as in the other thirteen.
update projects set task_type = 'collect' where task_type = 'text-entry';
update batches set task_type = 'collect' where task_type = 'text-entry';
update project_supply set task_type = 'collect' where task_type = 'text-entry';
update subscriptions set task_types = array_replace(task_types, 'text-entry', 'collect') where 'text-entry' = any (task_types);
