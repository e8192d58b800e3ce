-- Runtime: what the jobs, the audit chain and the sweeps need besides the foundation's tables.

-- Who asked for the run and within what: the handler acts with the same scope, not with the system's.
alter table job_run add column context jsonb not null default '{}';
-- For operators; `error` is the sentence for the person who asked.
alter table job_run add column error_detail text;

-- Recurring sweeps: one row each, so that several workers share one rhythm, and operators see when each last succeeded.
create table sweep (
  name         text primary key,
  next_at      timestamptz not null,
  holder       text,
  lease_until  timestamptz,
  last_ok_at   timestamptz,
  last_count   integer,
  last_error   text
);

-- The heads that a daily root signs: those that moved since the root before. Without them a root could say that
-- something at a chain's end is missing, but not what.
create table audit_root_head (
  day             date not null references audit_root (day),
  aggregate_type  text not null,
  aggregate_id    text not null,
  seq             integer not null,
  hash            bytea not null,
  primary key (aggregate_type, aggregate_id, day)
);
create index audit_root_head_day on audit_root_head (day);

-- Appends one link in one round trip. The advisory lock orders writers of the same chain (the application's role may
-- not lock rows that it may not change); each statement of the function sees what was committed before it.
create function audit_append(
  p_type text, p_id text, p_school integer, p_at timestamptz, p_actor uuid, p_body jsonb, p_digest bytea
) returns integer language plpgsql as $$
declare
  head_seq  integer := 0;
  head_hash bytea;
begin
  perform pg_advisory_xact_lock(hashtextextended(p_type || '/' || p_id, 7));
  select e.seq, e.hash into head_seq, head_hash from audit_entry e
    where e.aggregate_type = p_type and e.aggregate_id = p_id order by e.seq desc limit 1;
  head_seq := coalesce(head_seq, 0) + 1;
  insert into audit_entry (aggregate_type, aggregate_id, seq, school_id, at, actor_id, body, prev_hash, hash)
    values (p_type, p_id, head_seq, p_school, p_at, p_actor, p_body, head_hash,
            sha256(coalesce(head_hash, ''::bytea) || int4send(head_seq) || p_digest));
  return head_seq;
end $$;
