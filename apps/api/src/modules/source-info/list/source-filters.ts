import { Injectable } from '@nestjs/common';
import {
  personalNumber,
  REVIEW_ROLES,
  type ReviewRole,
  startOfShanghaiDay,
  statesAwaiting,
  toHalfWidth,
} from '@qiancheng/shared';
import { reviewGrants, scopeWhere } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import { sourceScope } from '../records/source-records.js';
import { placesStanding } from './level-sql.js';
import type { SourceFilter } from './source-filter.dto.js';

type Bind = (value: unknown) => string;

/** Filter fields that are a column with one of some codes. */
const CODES = {
  gender: 's.gender_code',
  ethnic: 's.ethnic_code',
  political: 's.political_code',
  degree: 's.level_code',
  training: 's.training_mode_code',
  hardship: 's.hardship_code',
  teacherTraining: 's.teacher_training_code',
  urbanRural: 's.urban_rural_code',
  originProvince: 'left(s.origin_code, 2)',
} as const satisfies Partial<Record<keyof SourceFilter, string>>;

/** One filter for the list, its counts, exports and selections, so that they can never mean different students. */
@Injectable()
export class SourceFilters {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly policies: SchoolPolicies,
  ) {}

  /** The condition on `student s`, scope included; values go to `params`. */
  async where(tx: Tx, ctx: RequestContext, filter: SourceFilter, params: unknown[]): Promise<string> {
    const bind: Bind = (value) => `$${params.push(value)}`;
    const parts = [sourceScope(ctx, params), `s.cohort = ${bind(filter.cohort)}`];
    if (filter.ids?.length) parts.push(`s.id = any(${bind(filter.ids)}::uuid[])`);
    if (filter.listId) parts.push(`s.id = any(${LISTED} and l.id = ${bind(filter.listId)})::uuid[])`);
    if (filter.collegeId?.length) parts.push(`s.college_id = any(${bind(filter.collegeId)}::uuid[])`);
    if (filter.majorId?.length) parts.push(`s.major_id = any(${bind(filter.majorId)}::uuid[])`);
    if (filter.classId?.length) parts.push(`s.class_id = any(${bind(filter.classId)}::uuid[])`);
    if (filter.state?.length) parts.push(`s.source_state = any(${bind(filter.state)}::text[])`);
    if (filter.counsellorId?.length) {
      parts.push(`s.class_id = any(${LOOKED_AFTER} and g.account_id = any(${bind(filter.counsellorId)}::uuid[])))`);
    }
    if (filter.length?.length) parts.push(`s.length_years = any(${bind(filter.length)}::numeric[])`);
    if (filter.returns !== undefined)
      parts.push(`s.source_returns >= ${bind(filter.returns)} and s.source_returns > 0`);
    parts.push(...rangeParts(filter, bind));
    for (const [key, column] of Object.entries(CODES) as [keyof typeof CODES, string][]) {
      const codes = filter[key];
      if (codes?.length) parts.push(`${column} = any(${bind(codes)}::text[])`);
    }
    if (filter.differs !== undefined) {
      parts.push(
        filter.differs ? 'cardinality(s.source_differs) > 0' : `coalesce(cardinality(s.source_differs), 0) = 0`,
      );
    }
    if (filter.reported !== undefined) parts.push(`${filter.reported ? '' : 'not '}${REPORTED}`);
    if (filter.rule?.length) parts.push(`exists (${FINDING} and f.rule = any(${bind(filter.rule)}::text[]))`);
    if (filter.severity?.length)
      parts.push(`exists (${FINDING} and f.severity = any(${bind(filter.severity)}::text[]))`);
    if (filter.activated !== undefined) parts.push(`${filter.activated ? '' : 'not '}${ACTIVATED}`);
    if (filter.q) parts.push(this.search(filter.q, bind));
    if (filter.level || filter.mine !== undefined) {
      const { policy } = await this.policies.current(tx, tx.schoolId as number);
      parts.push(...levelParts(filter, policy.source.levels, bind));
      if (filter.mine !== undefined) {
        parts.push(`${filter.mine ? '' : 'not '}(${mine(ctx, policy.source.levels, params)})`);
      }
    }
    return parts.join(' and ');
  }

  /** The same for students named one by one, of whatever cohort. */
  named(ctx: RequestContext, ids: readonly string[], params: unknown[]): string {
    return `${sourceScope(ctx, params)} and s.id = any($${params.push(ids)}::uuid[])`;
  }

  /** Exact by the number of a document, else by what a name or a student number begins with or sounds like. */
  private search(q: string, bind: Bind): string {
    const text = toHalfWidth(q).trim();
    const personal = personalNumber(text);
    if (personal?.kind === 'id_no') return `s.id_no_mac = ${bind(this.cipher.mac('id_no', personal.code))}`;
    if (personal) {
      return `(s.phone_mac = ${bind(this.cipher.mac('phone', personal.code))} or s.student_no = ${bind(personal.code)})`;
    }
    const start = bind(`${escaped(text)}%`);
    const anywhere = bind(`%${escaped(text)}%`);
    const lower = text.toLowerCase();
    const spelled = `(s.pinyin like ${bind(`${escaped(lower)}%`)} or s.pinyin like ${bind(`% ${escaped(lower)}%`)})`;
    return `(s.student_no ilike ${start} or s.name like ${anywhere} or ${spelled})`;
  }
}

const FINDING = 'select 1 from check_finding f where f.school_id = s.school_id and f.student_id = s.id';
/** Unfolded once, so that each of its students is one look into the primary key. */
const LISTED = '(select l.student_ids from source_list l where l.school_id = app_school()';
/** The classes of some counsellors, gathered once. */
const LOOKED_AFTER = `array(select unnest(g.class_ids) from account_grant g where g.school_id = app_school() and g.role = 'counsellor'`;
const REPORTED = `exists (select 1 from registry_report r where r.school_id = s.school_id and r.student_id = s.id and r.status = 'open')`;
const ACTIVATED = `exists (select 1 from account a where a.id = s.account_id and a.activated_at is not null)`;

const escaped = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

function rangeParts({ submitted, graduation }: SourceFilter, bind: Bind): string[] {
  const parts: string[] = [];
  if (submitted?.from) parts.push(`s.source_submitted_at >= ${bind(startOfShanghaiDay(submitted.from))}::timestamptz`);
  if (submitted?.to) parts.push(`s.source_submitted_at < ${bind(startOfShanghaiDay(submitted.to, 1))}::timestamptz`);
  if (graduation?.from) parts.push(`s.graduation_month >= ${bind(graduation.from)}`);
  if (graduation?.to) parts.push(`s.graduation_month <= ${bind(graduation.to)}`);
  return parts;
}

function levelParts({ level }: SourceFilter, levels: readonly ReviewRole[], bind: Bind): string[] {
  if (!level) return [];
  return REVIEW_ROLES.flatMap((role) => {
    const standings = level[role];
    if (!standings?.length) return [];
    const places = placesStanding(role, standings, levels);
    const states = [...new Set(places.filter(({ state }) => state !== 'returned').map(({ state }) => state))];
    const back = places.filter(({ state }) => state === 'returned').map(({ returnedBy }) => returnedBy ?? '');
    return [
      `(s.source_state = any(${bind(states)}::text[]) or (s.source_state = 'returned' and coalesce(s.source_returned_by, '') = any(${bind(back)}::text[])))`,
    ];
  });
}

/** Waits for a level that is mine, in the units where it is mine. */
function mine(ctx: RequestContext, levels: readonly ReviewRole[], params: unknown[]): string {
  const parts = reviewGrants(ctx).map(({ role, scope }) => {
    const where = scopeWhere({ ...ctx, scope }, 's', params, { student: 'id', employer: null });
    return `(${where} and s.source_state = any($${params.push(statesAwaiting(role, levels))}::text[]))`;
  });
  return parts.length > 0 ? parts.join(' or ') : 'false';
}
