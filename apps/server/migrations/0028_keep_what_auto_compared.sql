-- The reason of a choice is a sentence in English; in other languages it is said from the figures that were compared.
alter table aggregation_runs add column compared jsonb not null default '[]';
