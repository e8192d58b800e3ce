-- The list of source information: pasted lists, saved views, exports; and sealed files that are written piece by piece.

-- Students that somebody pasted from a spreadsheet, kept so that an address can name them: a reload, a saved view and a
-- colleague see the same list, each within their own reach.
create table source_list (
  school_id    integer not null references school (id),
  id           uuid not null default uuidv7(),
  account_id   uuid not null references account (id),
  cohort       smallint not null,
  student_ids  uuid[] not null,
  created_at   timestamptz not null,
  primary key (school_id, id)
);
create index source_list_age on source_list (school_id, created_at);

-- A named list: conditions, columns, order. It holds no rows: whoever opens it sees what lies in their own reach.
create table source_view (
  school_id    integer not null references school (id),
  id           uuid not null default uuidv7(),
  account_id   uuid not null references account (id),
  name         text not null,
  filter       jsonb not null,
  columns      jsonb,
  sort         text not null default '',
  -- whoever has the address may open it
  shared       boolean not null default false,
  version      integer not null default 1,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  primary key (school_id, id)
);
create unique index source_view_name on source_view (school_id, account_id, lower(name));

create table source_export (
  school_id       integer not null references school (id),
  id              uuid not null default uuidv7(),
  account_id      uuid not null references account (id),
  purpose         text not null,
  columns         text[] not null,
  -- values in clear, by the right to it; otherwise masks
  clear           boolean not null,
  -- whom it was ordered for: these, or all that match
  asked_ids       uuid[],
  filter          jsonb,
  expected        integer not null,
  -- whom the file tells of; asked again when it is fetched
  student_ids     uuid[],
  job_run_id      uuid,
  sealed_file_id  uuid,
  created_at      timestamptz not null,
  finished_at     timestamptz,
  primary key (school_id, id),
  foreign key (school_id, sealed_file_id) references sealed_file (school_id, id)
);
create index source_export_maker on source_export (school_id, account_id, created_at desc);

-- A large file is sealed in pieces as it is written, so that nobody ever holds it whole.
alter table sealed_file drop constraint sealed_file_kind_check;
alter table sealed_file add constraint sealed_file_kind_check
  check (kind in ('activation_slips', 'initial_passwords', 'source_export'));
-- null: content_enc is all of it
alter table sealed_file add column parts integer;
create table sealed_file_part (
  school_id    integer not null,
  file_id      uuid not null,
  no           integer not null,
  content_enc  bytea not null,
  primary key (school_id, file_id, no),
  foreign key (school_id, file_id) references sealed_file (school_id, id)
);
-- already pressed, then sealed: nothing is left to compress
alter table sealed_file_part alter column content_enc set storage external;

-- the header's pictures: how many stand where, by class, without touching a row; it serves what student_cohort served
drop index student_cohort;
create index student_progress on student (school_id, cohort, college_id, class_id, source_state, source_state_at);

do $$
declare t text;
begin
  foreach t in array array['source_list', 'source_view', 'source_export', 'sealed_file_part']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy tenant on %I using (school_id = (select app_school())) with check (school_id = (select app_school()))', t);
  end loop;
end $$;
