-- What an imported line had besides the columns of its task type, where the file's own format promises to hand it on to
-- exports (manifests, tasks of Label Studio). Workers never see it.
alter table tasks add column passed jsonb;
