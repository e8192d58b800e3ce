-- People: finding them, what was done to many accounts at once, and files that only their maker may open.

alter table account
  -- full spelling and initials of the name, for search
  add column pinyin         text not null default '',
  add column last_login_at  timestamptz;
update account a set last_login_at = (select max(s.created_at) from session s where s.account_id = a.id);
update account a set pinyin = s.pinyin from student s where s.account_id = a.id;

-- The record as people read it: the acts on accounts of a school, newest first, and those of one person.
create index audit_entry_school on audit_entry (school_id, aggregate_type, at desc, aggregate_id, seq);
create index audit_entry_actor on audit_entry (actor_id, at desc) where actor_id is not null;

-- What nobody but its maker may fetch, and only for a while: slips with activation codes, initial passwords. The content is
-- sealed, and gone once it was taken (`once`) or its time is over; the row stays and says what became of it.
create table sealed_file (
  school_id     integer not null references school (id),
  id            uuid not null default uuidv7(),
  account_id    uuid not null references account (id),
  kind          text not null check (kind in ('activation_slips', 'initial_passwords')),
  file_name     text not null,
  media_type    text not null,
  size          integer not null,
  once          boolean not null,
  content_enc   bytea,
  created_at    timestamptz not null,
  expires_at    timestamptz not null,
  taken_at      timestamptz,
  primary key (school_id, id)
);
create index sealed_file_age on sealed_file (expires_at) where content_enc is not null;

-- One act on many student accounts: the order, and a row for each student with what came of it.
create table student_act (
  school_id       integer not null references school (id),
  id              uuid not null default uuidv7(),
  account_id      uuid not null references account (id),
  action          text not null check (action in ('reset', 'unbind', 'unlock', 'slips')),
  reason          text not null,
  -- asked for, and not within the reach of whoever asked
  dropped         uuid[] not null default '{}',
  job_run_id      uuid,
  sealed_file_id  uuid,
  created_at      timestamptz not null,
  finished_at     timestamptz,
  primary key (school_id, id),
  foreign key (school_id, sealed_file_id) references sealed_file (school_id, id)
);
create index student_act_maker on student_act (school_id, account_id, created_at desc);

create table student_act_row (
  school_id   integer not null,
  act_id      uuid not null,
  student_id  uuid not null,
  position    integer not null,
  outcome     text check (outcome in ('done', 'skipped', 'failed')),
  detail      text,
  -- an activation code between its making and its print
  code_enc    bytea,
  primary key (school_id, act_id, student_id),
  foreign key (school_id, act_id) references student_act (school_id, id),
  foreign key (school_id, student_id) references student (school_id, id)
);

-- A sheet of teachers' accounts: read, judged row by row, then applied by a job. Values are sealed: they hold phone numbers.
create table staff_import (
  school_id       integer not null references school (id),
  id              uuid not null default uuidv7(),
  account_id      uuid not null references account (id),
  file_name       text not null,
  status          text not null default 'checking' check (status in ('checking', 'refused', 'checked', 'running', 'done')),
  -- the file until its rows are read
  sheet_enc       bytea,
  -- why the file could not be read
  refusal         text,
  existing        text check (existing in ('update', 'skip')),
  version         integer not null default 1,
  job_run_id      uuid,
  sealed_file_id  uuid,
  created_at      timestamptz not null,
  applied_at      timestamptz,
  primary key (school_id, id),
  foreign key (school_id, sealed_file_id) references sealed_file (school_id, id)
);
create index staff_import_maker on staff_import (school_id, account_id, created_at desc);

create table staff_import_row (
  school_id     integer not null,
  id            uuid not null default uuidv7(),
  import_id     uuid not null,
  -- the row's number in the sheet
  line          integer not null,
  login         text not null,
  name          text not null,
  values_enc    bytea,
  exists_already boolean not null,
  -- what is wrong by column; personal values as masks
  problems      jsonb not null default '[]',
  outcome       text check (outcome in ('created', 'updated', 'skipped', 'failed')),
  detail        text,
  -- an initial password between its making and the sheet that hands it over
  password_enc  bytea,
  primary key (school_id, id),
  unique (school_id, import_id, line),
  foreign key (school_id, import_id) references staff_import (school_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['sealed_file', 'student_act', 'student_act_row', 'staff_import', 'staff_import_row']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy tenant on %I using (school_id = (select app_school())) with check (school_id = (select app_school()))', t);
  end loop;
end $$;
