-- The rows of an import are written a page at a time: a row of a table for each, with a sealed value of its own, written once
-- more when it was done, took as long as the students that come of them.
drop table source_import_row;
create table source_import_page (
  school_id   integer not null,
  import_id   uuid not null,
  -- the page's first line, as the sheet numbers it
  first_line  integer not null,
  -- [{line, studentNo, name, verdict, problems: [{key, header, value, reason, severity}], keys, changes, outcome, detail}];
  -- personal values as masks; outcome and detail once it is done
  lines       jsonb not null,
  -- what the rows mean, and their cells as they were uploaded; once it is done, of those that somebody has to look at
  rows_enc    bytea,
  done        boolean not null default false,
  primary key (school_id, import_id, first_line),
  foreign key (school_id, import_id) references source_import (school_id, id)
);
-- what is sealed cannot be made smaller: not tried
alter table source_import_page alter column rows_enc set storage external;

alter table source_import_page enable row level security;
create policy tenant on source_import_page using (school_id = (select app_school())) with check (school_id = (select app_school()));

-- One by one, behind the fence of whoever asks.
create view source_import_row with (security_invoker = true) as
  select p.school_id, p.import_id, r.line, r."studentNo" as student_no, r.name,
         -- error, new, update or same
         r.verdict, r.problems,
         -- keys of the columns in which something is wrong or to be looked at
         r.keys as problem_keys,
         -- fields that differ from what the school has
         r.changes,
         -- created, updated, unchanged, skipped or failed
         r.outcome, r.detail
    from source_import_page p
   cross join lateral jsonb_to_recordset(p.lines) as r (
     line integer, "studentNo" text, name text, verdict text, problems jsonb, keys text[], changes text[], outcome text, detail text);

-- Rows that are under way cannot be sealed anew from here: their sheet is uploaded once more.
update source_import set status = 'refused', sheet_enc = null, version = version + 1,
       refusal = '系统升级了，请重新上传这份名单；已经导入的行不会重复。'
 where status in ('checking', 'checked', 'running');

-- Who bears a number is asked for hundreds at once. Behind the cohort, the statistics of one that is just coming in made
-- PostgreSQL go through all its students each time.
drop index student_exam_no;
create index student_exam_no on student (school_id, exam_no) where exam_no <> '';
