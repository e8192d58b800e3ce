-- What the list of source information is asked by, and until when a cohort submits it.

alter table student
  -- of the last submission, also where it was withdrawn or returned since
  add column source_submitted_at  timestamptz,
  -- how often somebody sent it back
  add column source_returns       smallint not null default 0;

update student s set source_submitted_at = v.at
  from (select school_id, student_id, max(at) as at from source_version where kind = 'submitted' group by 1, 2) v
 where v.school_id = s.school_id and v.student_id = s.id;
update student s set source_returns = e.times
  from (select school_id, student_id, count(*) as times from source_event where action = 'return' group by 1, 2) e
 where e.school_id = s.school_id and e.student_id = s.id;

create index student_submitted on student (school_id, cohort, source_submitted_at) where source_submitted_at is not null;
create index student_returns on student (school_id, cohort, source_returns) where source_returns > 0;

alter table cohort
  -- the last day on which students submit; null: any day
  add column source_until  date,
  -- what becomes of a submission after it; what was returned is always taken
  add column source_late   text not null default 'refuse' check (source_late in ('refuse', 'accept'));
