-- Papers to a report on the registry: pictures and PDFs that show what is right. A row stands as long as the file may be looked at;
-- without one, sweeping takes the file away.
create table registry_report_file (
  school_id  integer not null,
  report_id  uuid not null,
  file_id    uuid not null references uploaded_file (id),
  added_at   timestamptz not null,
  primary key (school_id, report_id, file_id),
  foreign key (school_id, report_id) references registry_report (school_id, id) on delete cascade
);
create index registry_report_file_file on registry_report_file (file_id);
alter table registry_report_file enable row level security;
create policy tenant on registry_report_file using (school_id = (select app_school())) with check (school_id = (select app_school()));

-- the reports of a student, whatever became of them
create index registry_report_student on registry_report (school_id, student_id);
-- whether bytes still are somebody's
create index uploaded_file_sha256 on uploaded_file (sha256);
