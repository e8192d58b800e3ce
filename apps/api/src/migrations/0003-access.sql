-- Access: failed log-ins, the second factor's budget, and the one look behind the tenant fence that a session needs.

-- Failures are counted by what was typed, not by account: an account that does not exist is locked like one that does,
-- so the answers tell nothing. The key is a keyed digest of audience and login; people type passwords into that field.
create table login_failure (
  login_key     bytea not null,
  -- as typed; empty when none was
  school_code   text not null,
  failures      smallint not null,
  last_at       timestamptz not null,
  locked_until  timestamptz,
  primary key (login_key, school_code)
);
create index login_failure_age on login_failure (last_at);

alter table account drop column failed_count, drop column locked_until;

-- Wrong answers when the password is asked for again within a session (accepting, signing, voiding).
alter table session add column reauth_failures smallint not null default 0;
create index session_age on session (absolute_until);

-- Which student an account belongs to. It is asked before the school's fence is set, so it runs as the owner; it answers
-- for the account's own school only.
create function student_of_account(p_account uuid, p_school integer) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  return (select s.id from student s where s.account_id = p_account and s.school_id = p_school);
