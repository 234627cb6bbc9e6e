-- An answer is kept as it was sent, byte for byte; without a status, the request is still being carried out.
alter table idempotency_keys
  drop column body,
  alter column status drop not null,
  -- which of several requests with the same key carries it out
  add column claim uuid not null,
  add column content_type text,
  -- null with a status: carried out, and the answer was too large or too secret to be kept
  add column body text;
