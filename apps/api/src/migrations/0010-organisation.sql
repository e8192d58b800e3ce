-- Organisation: schools that open and close, the tree of units as people maintain it, cohorts, versioned parameters,
-- and the import of a tree from a sheet.

alter table school
  -- closed: its people cannot log in and no unit works in it; its data stays
  add column status         text not null default 'open' check (status in ('open', 'closed')),
  add column closed_at      timestamptz,
  add column closed_reason  text not null default '',
  add column updated_at     timestamptz not null default now(),
  add column version        integer not null default 1;

alter table school_policy
  add column note             text not null default '',
  add column created_by_name  text not null default '';

-- A version that was to take effect later and was taken back before it did. Versions themselves never change.
create table school_policy_withdrawal (
  school_id          integer not null,
  version            integer not null,
  withdrawn_by       uuid,
  withdrawn_by_name  text not null,
  withdrawn_at       timestamptz not null,
  primary key (school_id, version),
  foreign key (school_id, version) references school_policy (school_id, version)
);

-- The versions that count: in force is the highest of them whose time has come. With the reader's own rights, so that
-- it opens no way around the append-only table behind it.
create view standing_policy with (security_invoker = true) as
  select p.* from school_policy p
   where not exists (select from school_policy_withdrawal w where w.school_id = p.school_id and w.version = p.version);

alter table cohort
  -- whether its calendar stands on the public page
  add column is_public  boolean not null default true,
  add column version    integer not null default 1;

-- Not active: kept for what refers to it, no longer offered for anything new.
alter table college
  add column is_active  boolean not null default true,
  add column version    integer not null default 1;

alter table major
  add column sort       smallint not null default 0,
  add column is_active  boolean not null default true,
  add column version    integer not null default 1;
create index major_college on major (school_id, college_id);

alter table school_class
  add column code          text,
  -- null: as long as the major
  add column length_years  numeric(3, 1),
  add column is_active     boolean not null default true,
  add column version       integer not null default 1;
create unique index school_class_code on school_class (school_id, code) where code is not null;
create index school_class_major on school_class (school_id, major_id);
create index student_class on student (school_id, class_id);
create index student_major on student (school_id, major_id);
create index account_grant_school on account_grant (school_id, role);

-- One sheet of colleges, majors and classes: looked at first, applied when somebody says so, kept with its report.
create table org_import (
  school_id        integer not null references school (id),
  id               uuid not null default uuidv7(),
  status           text not null check (status in ('checking', 'checked', 'applying', 'applied', 'failed', 'discarded')),
  file_name        text not null,
  -- uploaded_file
  source_file_id   uuid not null,
  report_file_id   uuid,
  job_run_id       uuid,
  -- OrgImportSummary: what the rows are, what they would change, the first of what is wrong
  summary          jsonb not null default '{}',
  -- why nothing came of it, in a sentence
  problem          text,
  created_by       uuid not null references account (id),
  created_by_name  text not null,
  created_at       timestamptz not null,
  finished_at      timestamptz,
  version          integer not null default 1,
  primary key (school_id, id)
);
create index org_import_recent on org_import (school_id, created_at desc, id desc);
alter table org_import enable row level security;
create policy tenant on org_import using (school_id = (select app_school())) with check (school_id = (select app_school()));
