-- Acts on many students' source information at once: the order, and a result for each student.

create table source_act (
  school_id   integer not null references school (id),
  id          uuid not null default uuidv7(),
  account_id  uuid not null references account (id),
  act         text not null check (act in ('pass', 'edit', 'move', 'notify')),
  -- what is to be done: what with differences, which values, which classes, which words; no personal value
  options     jsonb not null,
  reason      text not null default '',
  -- asked for, and not within the reach of whoever asked
  dropped     uuid[] not null default '{}',
  job_run_id  uuid,
  created_at  timestamptz not null,
  finished_at timestamptz,
  primary key (school_id, id)
);
create index source_act_maker on source_act (school_id, account_id, created_at desc);

create table source_act_row (
  school_id   integer not null,
  act_id      uuid not null,
  student_id  uuid not null,
  position    integer not null,
  outcome     text check (outcome in ('done', 'skipped', 'failed')),
  detail      text,
  primary key (school_id, act_id, student_id),
  foreign key (school_id, act_id) references source_act (school_id, id),
  foreign key (school_id, student_id) references student (school_id, id)
);
create index source_act_row_waiting on source_act_row (school_id, act_id, position) where outcome is null;

do $$
declare t text;
begin
  foreach t in array array['source_act', 'source_act_row']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy tenant on %I using (school_id = (select app_school())) with check (school_id = (select app_school()))', t);
  end loop;
end $$;
