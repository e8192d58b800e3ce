-- Agreements: who has to be told of a step is found by role and unit on every change of state.
create index account_grant_unit on account_grant (school_id, role);

-- A unit's searches for students by name or number: how often within a minute, so that nobody reads a school's list by guessing.
create table student_search (
  school_id    integer not null references school (id),
  employer_id  uuid not null references employer (id),
  minute       timestamptz not null,
  searches     integer not null,
  primary key (school_id, employer_id, minute)
);
