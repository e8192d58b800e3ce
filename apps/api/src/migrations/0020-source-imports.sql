-- The roster (F-043): sheets of a cohort's students. The import stays, with its counts; its rows, in which people stand, go
-- after some days.

create table source_import (
  school_id     integer not null references school (id),
  id            uuid not null default uuidv7(),
  cohort        smallint not null,
  account_id    uuid not null references account (id),
  created_name  text not null,
  file_name     text not null,
  status        text not null default 'checking' check (status in ('checking', 'refused', 'checked', 'running', 'done')),
  -- the file until its rows are read
  sheet_enc     bytea,
  -- why the file cannot be used
  refusal       text,
  -- what happens to students who are there already: everything from the sheet, the registry's fields and gaps only, nothing
  existing      text check (existing in ('update', 'registry', 'skip')),
  -- {total, errors, warnings, fresh, update, same}; once applied {created, updated, unchanged, skipped, failed}
  counts        jsonb not null default '{}',
  -- titles of the sheet that nobody knows, and columns of the layout that it lacks
  unknown_columns text[] not null default '{}',
  missing_columns text[] not null default '{}',
  version       integer not null default 1,
  job_run_id    uuid,
  created_at    timestamptz not null,
  applied_at    timestamptz,
  done_at       timestamptz,
  primary key (school_id, id),
  foreign key (school_id, cohort) references cohort (school_id, year)
);
create index source_import_newest on source_import (school_id, created_at desc, id desc);
-- one of a cohort at a time
create unique index source_import_running on source_import (school_id, cohort) where status = 'running';

create table source_import_row (
  school_id   integer not null,
  import_id   uuid not null,
  -- the row's number in the sheet
  line        integer not null,
  student_no  text not null,
  name        text not null,
  -- the cells as they were uploaded, and what they mean
  values_enc  bytea not null,
  verdict     text not null check (verdict in ('error', 'new', 'update', 'same')),
  -- [{key, header, value, reason, severity}]; personal values as masks
  problems    jsonb not null default '[]',
  -- keys of the columns in which something is wrong or to be looked at
  problem_keys text[] not null default '{}',
  -- fields that differ from what the school has
  changes     text[] not null default '{}',
  outcome     text check (outcome in ('created', 'updated', 'unchanged', 'skipped', 'failed')),
  detail      text,
  primary key (school_id, import_id, line),
  foreign key (school_id, import_id) references source_import (school_id, id)
);
create index source_import_row_verdict on source_import_row (school_id, import_id, verdict, line);

do $$
declare t text;
begin
  foreach t in array array['source_import', 'source_import_row']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy tenant on %I using (school_id = (select app_school())) with check (school_id = (select app_school()))', t);
  end loop;
end $$;
