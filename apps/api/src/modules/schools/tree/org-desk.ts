import { Injectable } from '@nestjs/common';
import { readYears, UNIT_LABELS, type UnitKind } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { lockSchool, schoolOf } from '../school-of.js';
import type {
  ClassBody,
  ClassEditBody,
  CollegeBody,
  CollegeEditBody,
  MajorEditBody,
  NewMajorBody,
  UnitActiveBody,
  UnitOrderBody,
  UnitSaved,
  UnitVersionBody,
} from './org.dto.js';
import { lockUnit, requireWholeSchool, taken, unitFacts, UNIT_TABLES, type UnitRow } from './units.js';
import { inUse, studentsOf, usesOf } from './usage.js';

type Columns = Record<string, unknown>;

/** Colleges, majors and classes as the centre keeps them. One change of a school's tree at a time. */
@Injectable()
export class OrgDesk {
  constructor(
    private readonly db: Db,
    private readonly audit: AuditService,
  ) {}

  addCollege(ctx: RequestContext, body: CollegeBody): Promise<UnitSaved> {
    return this.change(ctx, async (tx, schoolId) => {
      await this.nameFree(tx, schoolId, body.name, null);
      const { sort } = await tx.one<{ sort: number }>(
        'select coalesce(max(sort), 0)::int + 1 as sort from college where school_id = $1',
        [schoolId],
      );
      return this.insert(tx, ctx, 'college', { ...collegeColumns(body), sort });
    });
  }

  editCollege(ctx: RequestContext, id: string, body: CollegeEditBody): Promise<UnitSaved> {
    return this.change(ctx, async (tx, schoolId) => {
      const row = await lockUnit(tx, schoolId, 'college', id, body.version);
      await this.nameFree(tx, schoolId, body.name, id);
      return this.update(tx, ctx, 'college', row, collegeColumns(body));
    });
  }

  addMajor(ctx: RequestContext, body: NewMajorBody): Promise<UnitSaved> {
    return this.change(ctx, async (tx, schoolId) => {
      await this.parent(tx, schoolId, 'college', body.collegeId);
      const { sort } = await tx.one<{ sort: number }>(
        'select coalesce(max(sort), 0)::int + 1 as sort from major where school_id = $1 and college_id = $2',
        [schoolId, body.collegeId],
      );
      return this.insert(tx, ctx, 'major', { ...majorColumns(body), college_id: body.collegeId, sort });
    });
  }

  editMajor(ctx: RequestContext, id: string, body: MajorEditBody): Promise<UnitSaved> {
    return this.change(ctx, async (tx, schoolId) => {
      const row = await lockUnit(tx, schoolId, 'major', id, body.version);
      if (row.level_code !== body.levelCode) await this.withoutStudents(tx, schoolId, 'major', row, '不能换层次');
      return this.update(tx, ctx, 'major', row, majorColumns(body));
    });
  }

  addClass(ctx: RequestContext, body: ClassBody): Promise<UnitSaved> {
    return this.change(ctx, async (tx, schoolId) =>
      this.insert(tx, ctx, 'class', await this.classColumns(tx, schoolId, body)),
    );
  }

  editClass(ctx: RequestContext, id: string, body: ClassEditBody): Promise<UnitSaved> {
    return this.change(ctx, async (tx, schoolId) => {
      const row = await lockUnit(tx, schoolId, 'class', id, body.version);
      const moves = row.major_id !== body.majorId || row.cohort !== body.cohort;
      if (moves) await this.withoutStudents(tx, schoolId, 'class', row, '不能换专业或届别');
      return this.update(tx, ctx, 'class', row, await this.classColumns(tx, schoolId, body, row.major_id));
    });
  }

  setActive(ctx: RequestContext, kind: UnitKind, id: string, body: UnitActiveBody): Promise<UnitSaved> {
    return this.change(ctx, async (tx, schoolId) => {
      const row = await lockUnit(tx, schoolId, kind, id, body.version);
      return this.update(tx, ctx, kind, row, { is_active: body.active });
    });
  }

  /** Only what nothing refers to; everything else is kept and can be deactivated. */
  remove(ctx: RequestContext, kind: UnitKind, id: string, body: UnitVersionBody): Promise<UnitSaved> {
    return this.change(ctx, async (tx, schoolId) => {
      const row = await lockUnit(tx, schoolId, kind, id, body.version);
      const uses = await usesOf(tx, schoolId, kind, id);
      if (uses.length > 0) throw inUse(kind, row.name, uses);
      await tx.exec(`delete from ${UNIT_TABLES[kind]} where school_id = $1 and id = $2`, [schoolId, id]);
      await this.note(tx, ctx, kind, id, 'org.remove', unitFacts(row), null);
      return { id, version: row.version };
    });
  }

  /** All of them, in their new order; of a college's majors when it is named. */
  reorder(ctx: RequestContext, collegeId: string | null, body: UnitOrderBody): Promise<UnitSaved[]> {
    const kind: UnitKind = collegeId === null ? 'college' : 'major';
    return this.change(ctx, async (tx, schoolId) => {
      if (collegeId !== null) await this.parent(tx, schoolId, 'college', collegeId, true);
      const known = await tx.query<{ id: string }>(
        `select id from ${UNIT_TABLES[kind]} where school_id = $1 and ($2::uuid is null or ${kind === 'major' ? 'college_id' : 'id'} = $2)`,
        [schoolId, collegeId],
      );
      const own = new Set(known.map(({ id }) => id));
      if (body.order.some((id) => !own.has(id))) throw new AppError('NOT_FOUND');
      if (own.size !== body.order.length)
        throw new AppError('CONFLICT', { detail: `${UNIT_LABELS[kind]}刚刚有增减。请按最新的名单再排。` });
      const rows = await tx.query<{ id: string; version: number }>(
        `update ${UNIT_TABLES[kind]} u set sort = o.place, version = u.version + 1
           from unnest($2::uuid[]) with ordinality o(id, place)
          where u.school_id = $1 and u.id = o.id returning u.id, u.version`,
        [schoolId, body.order],
      );
      await this.note(tx, ctx, 'college', collegeId ?? 'all', 'org.reorder', null, { kind, order: body.order });
      return rows;
    });
  }

  private change<T>(ctx: RequestContext, work: (tx: Tx, schoolId: number) => Promise<T>): Promise<T> {
    const schoolId = schoolOf(ctx);
    return this.db
      .tx(ctx, async (tx) => {
        requireWholeSchool(ctx);
        await lockSchool(tx, schoolId);
        return work(tx, schoolId);
      })
      .catch((error: unknown) => {
        throw taken(error);
      });
  }

  private async insert(tx: Tx, ctx: RequestContext, kind: UnitKind, columns: Columns): Promise<UnitSaved> {
    const names = Object.keys(columns);
    const row = await tx.one<{ id: string; version: number }>(
      `insert into ${UNIT_TABLES[kind]} (school_id, ${names.join(', ')})
       values ($1, ${names.map((_, index) => `$${index + 2}`).join(', ')}) returning id, version`,
      [schoolOf(ctx), ...Object.values(columns)],
    );
    await this.note(tx, ctx, kind, row.id, 'org.add', null, columns);
    return row;
  }

  private async update(
    tx: Tx,
    ctx: RequestContext,
    kind: UnitKind,
    before: UnitRow,
    columns: Columns,
  ): Promise<UnitSaved> {
    const sets = Object.keys(columns).map((name, index) => `${name} = $${index + 3}`);
    const row = await tx.one<{ id: string; version: number }>(
      `update ${UNIT_TABLES[kind]} set ${sets.join(', ')}, version = version + 1
        where school_id = $1 and id = $2 returning id, version`,
      [schoolOf(ctx), before.id, ...Object.values(columns)],
    );
    await this.note(tx, ctx, kind, before.id, 'org.edit', unitFacts(before), columns);
    return row;
  }

  private note(
    tx: Tx,
    ctx: RequestContext,
    kind: UnitKind,
    id: string,
    action: string,
    before: Columns | null,
    after: Columns | null,
  ): Promise<void> {
    const aggregateId = id === 'all' ? `${schoolOf(ctx)}/all` : id;
    return this.audit.append(tx, ctx, {
      schoolId: schoolOf(ctx),
      aggregateType: UNIT_TABLES[kind],
      aggregateId,
      action,
      ...(before ? { before } : {}),
      ...(after ? { after } : {}),
    });
  }

  /** Two colleges of one name could not be told apart anywhere. */
  private async nameFree(tx: Tx, schoolId: number, name: string, own: string | null): Promise<void> {
    const other = await tx.maybeOne<{ code: string }>(
      'select code from college where school_id = $1 and name = $2 and id is distinct from $3 limit 1',
      [schoolId, name, own],
    );
    if (!other) return;
    const message = `已经有同名的学院，代码 ${other.code}。`;
    throw new AppError('VALIDATION_FAILED', { errors: [{ field: 'name', code: 'taken', message }] });
  }

  /** The unit above; nothing new begins below one that was taken out of use. */
  private async parent(
    tx: Tx,
    schoolId: number,
    kind: 'college' | 'major',
    id: string,
    alsoInactive = false,
  ): Promise<UnitRow> {
    const row = await tx.maybeOne<UnitRow & Record<string, unknown>>(
      `select * from ${UNIT_TABLES[kind]} where school_id = $1 and id = $2 for share`,
      [schoolId, id],
    );
    if (!row) throw new AppError('NOT_FOUND', { detail: `没有这个${UNIT_LABELS[kind]}。` });
    if (!row.is_active && !alsoInactive)
      throw new AppError('NOT_ALLOWED_NOW', { detail: `${UNIT_LABELS[kind]}「${row.name}」已经停用。请先启用它。` });
    return row;
  }

  private async classColumns(tx: Tx, schoolId: number, body: ClassBody, present?: string): Promise<Columns> {
    const major = await this.parent(tx, schoolId, 'major', body.majorId, present === body.majorId);
    const cohort = await tx.maybeOne('select 1 from cohort where school_id = $1 and year = $2', [
      schoolId,
      body.cohort,
    ]);
    if (!cohort) {
      const message = `还没有 ${body.cohort} 届。请先在「届别」里新增。`;
      throw new AppError('VALIDATION_FAILED', { errors: [{ field: 'cohort', code: 'unknown', message }] });
    }
    return {
      code: body.code || null,
      name: body.name,
      cohort: body.cohort,
      college_id: major.college_id,
      major_id: body.majorId,
      length_years: body.lengthYears === null ? null : years(body.lengthYears),
    };
  }

  /** Students carry level, major and cohort themselves: they would no longer fit their class. */
  private async withoutStudents(tx: Tx, schoolId: number, kind: UnitKind, row: UnitRow, what: string): Promise<void> {
    const students = await studentsOf(tx, schoolId, kind, row.id);
    if (students === 0) return;
    throw new AppError('IN_USE', {
      detail: `${UNIT_LABELS[kind]}「${row.name}」里有 ${students} 名学生，${what}。请新建一个，再把学生转过去。`,
      extra: { students },
    });
  }
}

const collegeColumns = ({ code, name, contact, phone }: CollegeBody): Columns => ({
  code,
  name,
  contact: contact || null,
  phone: phone || null,
});

const majorColumns = ({ code, name, levelCode, lengthYears }: Omit<NewMajorBody, 'collegeId'>): Columns => ({
  code,
  name,
  level_code: levelCode,
  length_years: years(lengthYears),
});

/** The column has one digit after the point; a second one would be rounded away. */
function years(value: number): number {
  if (readYears(String(value)) !== null) return value;
  const message = '学制写到一位小数，例如 2.5。';
  throw new AppError('VALIDATION_FAILED', { errors: [{ field: 'lengthYears', code: 'years', message }] });
}
