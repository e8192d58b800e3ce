import { Injectable } from '@nestjs/common';
import type { UnitKind } from '@qiancheng/shared';
import { AuditService } from '../../../../platform/audit/index.js';
import type { RequestContext } from '../../../../platform/context/index.js';
import type { Tx } from '../../../../platform/database/index.js';
import { schoolOf } from '../../school-of.js';
import { ClassCounsellors } from '../class-counsellors.js';
import { UNIT_TABLES } from '../units.js';
import type { OrgPlan, PlannedClass, PlannedCollege, PlannedMajor } from './org-plan.js';

/** So many units a statement: set-based, and progress is seen. */
const CHUNK = 250;

type Progress = (done: number) => Promise<void>;
type Planned = PlannedCollege | PlannedMajor | PlannedClass;

const COLLEGES = `
  insert into college (school_id, id, code, name, sort)
  select $1, x.id, x.code, x.name,
         (select coalesce(max(sort), 0) from college where school_id = $1) + row_number() over (order by x."row")
    from jsonb_to_recordset($2) as x(id uuid, code text, name text, "row" int)
  on conflict (school_id, id) do update set name = excluded.name, version = college.version + 1`;

const MAJORS = `
  insert into major (school_id, id, college_id, code, name, level_code, length_years, sort)
  select $1, x.id, x."collegeId", x.code, x.name, x."levelCode", x.years, x."row"
    from jsonb_to_recordset($2) as x(id uuid, "collegeId" uuid, code text, name text, "levelCode" text, years numeric, "row" int)
  on conflict (school_id, id) do update
     set name = excluded.name, length_years = excluded.length_years, version = major.version + 1`;

const CLASSES = `
  insert into school_class (school_id, id, college_id, major_id, cohort, code, name, length_years)
  select $1, x.id, x."collegeId", x."majorId", x.cohort, x.code, x.name, x.years
    from jsonb_to_recordset($2) as x(id uuid, "collegeId" uuid, "majorId" uuid, cohort smallint, code text, name text, years numeric)
  on conflict (school_id, id) do update
     set college_id = excluded.college_id, major_id = excluded.major_id, cohort = excluded.cohort, code = excluded.code,
         name = excluded.name, length_years = excluded.length_years, version = school_class.version + 1`;

/** Writes a plan that has no errors, in the caller's transaction, with a line in the history of every unit it changes. */
@Injectable()
export class OrgApply {
  constructor(
    private readonly audit: AuditService,
    private readonly counsellors: ClassCounsellors,
  ) {}

  async write(tx: Tx, ctx: RequestContext, importId: string, plan: OrgPlan, progress: Progress): Promise<void> {
    let done = 0;
    const write = async (kind: UnitKind, sql: string, units: readonly Planned[]): Promise<void> => {
      const changed = units.filter((unit) => unit.change !== 'same');
      for (let from = 0; from < changed.length; from += CHUNK) {
        const chunk = changed.slice(from, from + CHUNK);
        await tx.exec(sql, [schoolOf(ctx), JSON.stringify(chunk)]);
        for (const unit of chunk) await this.note(tx, ctx, importId, kind, unit);
        await progress((done += chunk.length));
      }
    };
    await write('college', COLLEGES, plan.colleges);
    await write('major', MAJORS, plan.majors);
    await write('class', CLASSES, plan.classes);
    for (const unit of changedCounsellors(plan)) {
      await this.counsellors.replace(tx, ctx, unit.id, unit.wanted ?? []);
      await progress((done += 1));
    }
  }

  private note(tx: Tx, ctx: RequestContext, importId: string, kind: UnitKind, unit: Planned): Promise<void> {
    return this.audit.append(tx, ctx, {
      schoolId: schoolOf(ctx),
      aggregateType: UNIT_TABLES[kind],
      aggregateId: unit.id,
      action: unit.change === 'add' ? 'org.add' : 'org.edit',
      ...(unit.was === null ? {} : { before: { was: unit.was } }),
      after: { importId, row: unit.row, code: unit.code, name: unit.name },
    });
  }
}

/** Classes that the file gives other counsellors than they have. */
export function changedCounsellors(plan: OrgPlan): PlannedClass[] {
  return plan.classes.filter(({ wanted, counsellorIds }) => {
    if (wanted === null) return false;
    return wanted.length !== counsellorIds.length || wanted.some((id) => !counsellorIds.includes(id));
  });
}

/** How much there is to do. */
export function workOf(plan: OrgPlan): number {
  const units = [...plan.colleges, ...plan.majors, ...plan.classes].filter((unit) => unit.change !== 'same');
  return units.length + changedCounsellors(plan).length;
}
