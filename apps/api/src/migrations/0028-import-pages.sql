-- What was uploaded of an import's rows is sealed and written a page at a time: a value a row took more time to write, and to
-- take away again, than the students that come of it.
create table source_import_page (
  school_id   integer not null,
  import_id   uuid not null,
  -- the page's first line, as the sheet numbers it
  first_line  integer not null,
  -- its rows: what they mean, and their cells as they were uploaded; once it is done those that somebody has to look at
  rows_enc    bytea,
  done        boolean not null default false,
  primary key (school_id, import_id, first_line),
  foreign key (school_id, import_id) references source_import (school_id, id)
);
-- what is sealed cannot be made smaller: not tried
alter table source_import_page alter column rows_enc set storage external;

alter table source_import_page enable row level security;
create policy tenant on source_import_page using (school_id = (select app_school())) with check (school_id = (select app_school()));

-- Rows that are under way cannot be sealed anew from here: their sheet is uploaded once more.
update source_import set status = 'refused', refusal = '系统升级了，请重新上传这份名单；已经导入的行不会重复。', version = version + 1
 where status in ('checked', 'running');
delete from source_import_row;
alter table source_import_row drop column values_enc;
-- each row is written a second time when it is done: beside itself where there is room
alter table source_import_row set (fillfactor = 60);

-- Who bears a number is asked for hundreds at once. Behind the cohort, the statistics of one that is just coming in made
-- PostgreSQL go through all its students each time.
drop index student_exam_no;
create index student_exam_no on student (school_id, exam_no) where exam_no <> '';
