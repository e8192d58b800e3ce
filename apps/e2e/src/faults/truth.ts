import type { Installation } from './installation.js';
import type { Form } from './lane.js';

export interface Candidate {
  id: string;
  studentNo: string;
}

/** Students whom somebody may invite and whom nobody has invited. */
export function freeStudents(at: Installation, count: number): Promise<Candidate[]> {
  return at.rows<Candidate & Record<string, unknown>>(
    `select s.id, s.student_no as "studentNo" from student s join school on school.id = s.school_id
      where school.code = '10001' and s.cohort = 2027 and s.source_state = 'school_approved' and s.training_mode_code = '1'
        and not exists (select from signing_case c where c.school_id = s.school_id and c.student_id = s.id)
        and exists (select from account a where a.id = s.account_id and a.password_kind = 'own')
      order by s.student_no desc limit $1`,
    [count],
  );
}

/** What an employer wrote in an agreement that was signed, without what the register of employers knows. */
export async function signedForm(at: Installation): Promise<Form> {
  const [row] = await at.rows<{ form: Form }>(
    `select form_values as form from signing_case where state = 'SIGNED' order by id limit 1`,
  );
  if (!row) throw new Error('the demo data has no signed agreement');
  const register = new Set(['name', 'creditCode', 'natureCode', 'industryCode', 'regionCode']);
  const employer = Object.fromEntries(Object.entries(row.form.employer).filter(([key]) => !register.has(key)));
  return { ...row.form, employer };
}

/** Signed agreements of the school that nobody has printed. */
export async function signedCases(at: Installation, count: number): Promise<string[]> {
  const rows = await at.rows<{ id: string }>(
    `select c.id from signing_case c join school on school.id = c.school_id
      where school.code = '10001' and c.cohort = 2027 and c.state = 'SIGNED'
        and not exists (select from print_log p where p.school_id = c.school_id and p.case_id = c.id)
      order by c.id limit $1`,
    [count],
  );
  return rows.map((row) => row.id);
}

/** Of all agreements: a history without gaps, each step beginning where the one before ended, the last one the state. */
export async function brokenHistories(at: Installation): Promise<string[]> {
  const rows = await at.rows<{ id: string }>(
    `select c.id from signing_case c
       left join lateral (
         select count(*) as steps, max(e.seq) as last, (array_agg(e.to_state order by e.seq desc))[1] as ends,
                bool_and(e.from_state is not distinct from e.before) as chained
           from (select v.*, lag(v.to_state) over (order by v.seq) as before from case_event v
                  where v.school_id = c.school_id and v.case_id = c.id) e) h on true
      where h.steps = 0 or h.steps <> h.last or h.ends <> c.state or not h.chained`,
  );
  return rows.map((row) => row.id);
}

/** How often each of these agreements took this step. */
export async function timesTaken(at: Installation, caseIds: readonly string[], action: string): Promise<number[]> {
  const rows = await at.rows<{ n: number }>(
    `select count(e.seq)::int as n from unnest($1::uuid[]) as wanted (id)
       left join case_event e on e.case_id = wanted.id and e.action = $2 group by wanted.id`,
    [caseIds, action],
  );
  return rows.map((row) => row.n);
}

/** A step's links in the audit chain; each history row has exactly one. */
export async function unauditedSteps(at: Installation, caseIds: readonly string[]): Promise<unknown[]> {
  return at.rows(
    `select e.case_id, e.action, count(*) as steps,
            (select count(*) from audit_entry a where a.aggregate_type = 'case' and a.aggregate_id = e.case_id::text
                and a.body ->> 'action' = 'case.' || e.action) as links
       from case_event e where e.case_id = any($1::uuid[]) group by e.case_id, e.action
     having count(*) <> (select count(*) from audit_entry a where a.aggregate_type = 'case' and a.aggregate_id = e.case_id::text
                            and a.body ->> 'action' = 'case.' || e.action)`,
    [caseIds],
  );
}

/** The same message of the same agreement to the same account, more than once. */
export function doubledMessages(at: Installation, caseIds: readonly string[]): Promise<unknown[]> {
  return at.rows(
    `select case_id, account_id, event, count(*) from notification where case_id = any($1::uuid[])
      group by case_id, account_id, event having count(*) > 1`,
    [caseIds],
  );
}

export interface Run {
  id: string;
  status: string;
  attempts: number;
  progress: { done: number; total: number; failed: number };
  result: { documentId?: string } | null;
}

export function runs(at: Installation, ids: readonly string[]): Promise<(Run & Record<string, unknown>)[]> {
  return at.rows('select id, status, attempts, progress, result from job_run where id = any($1::uuid[])', [ids]);
}

/** What is due and has not ended. */
export function unfinishedRuns(at: Installation): Promise<number> {
  return at.count(`job_run where status = 'running' or (status = 'queued' and run_at <= clock_timestamp())`);
}

export interface Printed {
  documentId: string;
  sha256: string;
  size: number;
  pages: number;
  cases: number;
}

/** The files that a job's printing gave, with the lines in the print log: each case once when there is one row. */
export async function printedBy(at: Installation, jobRunId: string): Promise<(Printed & Record<string, unknown>)[]> {
  return at.rows(
    `select p.document_id as "documentId", d.sha256, d.size, d.pages, count(*)::int as cases
       from print_log p left join document d on d.school_id = p.school_id and d.id = p.document_id
      where p.job_run_id = $1 group by 1, 2, 3, 4`,
    [jobRunId],
  );
}
