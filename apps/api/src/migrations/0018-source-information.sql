-- Source information (生源信息): the school's values of a graduate, what the student wrote, who reviewed it, and what
-- the rules found.

alter table student
  add column exam_no               text not null default '',
  add column major_direction       text not null default '',
  add column directed_unit         text not null default '',
  add column enrolled_month        text check (enrolled_month ~ '^[0-9]{6}$'),
  add column campus                text not null default '',
  add column hardship_code         text,
  add column teacher_training_code text,
  add column origin_note           text not null default '',
  add column urban_rural_code      text,
  add column police_station_before text not null default '',
  add column household_moved_in    text check (household_moved_in in ('0', '1')),
  add column archive_moved_in      text check (archive_moved_in in ('0', '1')),
  add column archive_unit_before   text not null default '',
  add column qq                    text not null default '',
  add column home_postcode         text not null default '',
  -- home phone, name, relation and phone of the emergency contact: one sealed object, read together
  add column family_enc            bytea,
  -- by field, the keyed digest of the registry's value at its last import (DC-05); digests, no values
  add column registry_mac          jsonb not null default '{}',
  add column version               integer not null default 1,
  -- since when the record stands where it stands: how long somebody has waited
  add column source_state_at       timestamptz not null default now(),
  -- the level that sent it back
  add column source_returned_by    text check (source_returned_by in ('counsellor', 'college', 'center')),
  -- whoever gave the last pass that nothing has followed yet
  add column source_passed_by      uuid references account (id),
  -- fields in which the last submission differs from the school's values; null: nothing submitted
  add column source_differs        text[];
create index student_exam_no on student (school_id, cohort, exam_no) where exam_no <> '';
create index student_phone_mac on student (school_id, cohort, phone_mac) where phone_mac is not null;
create index student_source on student (school_id, cohort, source_state, source_state_at);
create index student_pinyin on student (school_id, cohort, pinyin text_pattern_ops);

-- What the student has filled in so far; it becomes a version when it is submitted, and stays for the next round.
create table source_draft (
  school_id   integer not null,
  student_id  uuid not null,
  values_enc  bytea not null,
  -- counts the saves: two devices do not overwrite each other
  version     integer not null default 1,
  saved_at    timestamptz not null,
  primary key (school_id, student_id),
  foreign key (school_id, student_id) references student (school_id, id)
);

-- Every version that counted, whole, newest last: imported, submitted by the student, changed by the school.
create table source_version (
  school_id   integer not null,
  student_id  uuid not null,
  no          integer not null,
  kind        text not null check (kind in ('imported', 'submitted', 'edited')),
  values_enc  bytea not null,
  -- the fields that differ from the version before of the same side
  changed     text[] not null default '{}',
  account_id  uuid references account (id),
  actor_name  text not null,
  at          timestamptz not null,
  primary key (school_id, student_id, no),
  foreign key (school_id, student_id) references student (school_id, id)
);

-- What happened to the record, in order; the student reads it.
create table source_event (
  school_id   integer not null,
  id          uuid not null default uuidv7(),
  student_id  uuid not null,
  action      text not null check (action in ('submit', 'withdraw', 'edit', 'pass', 'return', 'claw_back')),
  -- the level that acted; null: the student
  level       text check (level in ('counsellor', 'college', 'center')),
  from_state  text not null,
  to_state    text not null,
  -- the version that was submitted or reviewed
  version_no  integer,
  reason_codes text[] not null default '{}',
  note        text not null default '',
  account_id  uuid references account (id),
  actor_name  text not null,
  at          timestamptz not null,
  primary key (school_id, id),
  foreign key (school_id, student_id) references student (school_id, id)
);
create index source_event_student on source_event (school_id, student_id, at);

-- "This is wrong in the registry": the student's report, and what became of it (F-046).
create table registry_report (
  school_id    integer not null,
  id           uuid not null default uuidv7(),
  student_id   uuid not null,
  field        text not null,
  -- what it should be, and on what grounds
  proposed_enc bytea not null,
  grounds      text not null default '',
  status       text not null default 'open' check (status in ('open', 'corrected', 'kept', 'withdrawn')),
  answer       text not null default '',
  created_at   timestamptz not null,
  decided_at   timestamptz,
  decided_by   uuid references account (id),
  decided_name text,
  primary key (school_id, id),
  foreign key (school_id, student_id) references student (school_id, id)
);
create unique index registry_report_open on registry_report (school_id, student_id, field) where status = 'open';

-- What the rules found of a student, as of the last save; no personal value stands in it.
create table check_finding (
  school_id   integer not null,
  student_id  uuid not null,
  rule        text not null,
  field       text not null,
  severity    text not null check (severity in ('E', 'W', 'I')),
  detail      text not null,
  found_at    timestamptz not null,
  primary key (school_id, student_id, rule),
  foreign key (school_id, student_id) references student (school_id, id)
);
create index check_finding_rule on check_finding (school_id, rule);

do $$
declare t text;
begin
  foreach t in array array['source_draft', 'source_version', 'source_event', 'registry_report', 'check_finding']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy tenant on %I using (school_id = (select app_school())) with check (school_id = (select app_school()))', t);
  end loop;
end $$;
