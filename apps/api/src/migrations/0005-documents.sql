-- Documents: finding a file by its case, and by its id before the school is known.
create index document_case_file on document (school_id, case_id, revision) where case_id is not null;
create index document_by_id on document (id);
create index document_case_by_case on document_case (school_id, case_id);
create index print_log_job on print_log (school_id, job_run_id) where job_run_id is not null;
create index signing_case_signed on signing_case (school_id, state_since desc, id) where state = 'SIGNED';

-- An employer's file is asked for without a school in the address. The owner answers in which school to look; whether
-- the reader may see it is decided there, behind the fence.
create function school_of_document(p_document uuid) returns integer
  language sql stable security definer set search_path = public, pg_temp
  return (select d.school_id from document d where d.id = p_document);
