import { type SigningState, toHalfWidth } from '@qiancheng/shared';
import { scopeWhere } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { PolicyInForce } from '../../schools/index.js';
import type { TeacherCaseQuery, TeacherSort } from '../http/dto/teacher.dto.js';
import { waitsForMe, waitsForSlot } from './work-filter.js';

/** Drafts of a unit are its own until they are sent. */
const NEVER_SHOWN: SigningState[] = ['DRAFT_EMP', 'DRAFT_STU', 'WITHDRAWN'];

const ORDER: Record<string, string> = {
  waiting: 'c.state_since',
  updated: 'c.updated_at',
  studentNo: 's.student_no',
  studentName: 's.name',
  agreementNo: 'c.agreement_no',
  employerName: 'e.name',
  salary: `(c.form_values #>> '{terms,salaryRegular}')::numeric`,
  deadline: 'c.deadline_at',
  sent: 'c.sent_at',
  accepted: 'c.accepted_at',
  signed: 'c.signed_at',
};

export function orderBy(sort: TeacherSort = 'waiting'): string {
  const down = sort.startsWith('-');
  const direction = down ? 'desc nulls last' : 'asc nulls last';
  return `${ORDER[down ? sort.slice(1) : sort]} ${direction}, c.id ${down ? 'desc' : 'asc'}`;
}

/** Only these sorts need the joined rows before the page is cut. */
export function joinsFor(sort: TeacherSort = 'waiting'): string {
  if (sort.includes('student')) return 'join student s on s.school_id = c.school_id and s.id = c.student_id';
  if (sort.includes('employer')) return 'join employer e on e.id = c.employer_id';
  return '';
}

/** Scope first, then the whitelisted filters; used alike by the page, its count, the neighbours and bulk selections. */
export function teacherWhere(
  ctx: RequestContext,
  query: TeacherCaseQuery,
  policies: readonly PolicyInForce[],
  params: unknown[],
): string {
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const parts = [scopeWhere(ctx, 'c', params)];
  if (query.cohort !== undefined) parts.push(`c.cohort = ${bind(query.cohort)}`);
  if (query.state?.length)
    parts.push(`c.state = any(${bind(query.state.filter((state) => !NEVER_SHOWN.includes(state)))}::text[])`);
  else parts.push(`c.state <> all(${bind(NEVER_SHOWN)}::text[])`);
  if (query.level !== undefined) parts.push(`c.state = 'REVIEW' and c.review_level = ${bind(query.level)}`);
  if (query.slot) parts.push(waitsForSlot(policies, query.slot, bind));
  if (query.queue === 'mine') parts.push(waitsForMe(ctx, policies, bind));
  if (query.collegeId?.length) parts.push(`c.college_id = any(${bind(query.collegeId)}::uuid[])`);
  if (query.classId?.length) parts.push(`c.class_id = any(${bind(query.classId)}::uuid[])`);
  const q = query.q ? toHalfWidth(query.q).trim() : '';
  if (q) parts.push(searchWhere(ctx, q, bind));
  return parts.join(' and ');
}

function searchWhere(ctx: RequestContext, q: string, bind: (value: unknown) => string): string {
  const text = bind(q);
  const school = bind(ctx.schoolId);
  const lower = bind(q.toLowerCase());
  const pattern = bind(`%${q.replace(/[\\%_]/g, (c) => `\\${c}`).toLowerCase()}%`);
  return `(c.agreement_no = upper(${text})
    or c.student_id in (select x.id from student x where x.school_id = ${school} and (x.student_no ^@ ${text} or x.name ^@ ${text} or x.pinyin ^@ ${lower}))
    or c.employer_id in (select u.id from employer u where u.name_norm like ${pattern}))`;
}
