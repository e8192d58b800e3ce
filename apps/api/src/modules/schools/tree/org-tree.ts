import { Injectable } from '@nestjs/common';
import { scopeWhere } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { schoolOf } from '../school-of.js';
import type { OrgTree, TreeClass, TreeCollege, TreeCounsellor, TreeMajor } from './org.dto.js';

type Row<T> = T & Record<string, unknown>;

/** The tree of one cohort: whoever covers the school sees all of it, everybody else what their units belong to. */
@Injectable()
export class OrgTrees {
  constructor(private readonly db: Db) {}

  tree(ctx: RequestContext, cohort: number): Promise<OrgTree> {
    return this.db.read(ctx, async (tx) => {
      const classes = await classesOf(tx, ctx, cohort);
      const majors = await majorsOf(tx, ctx);
      const colleges = await collegesOf(tx, ctx);
      const seen = new Set(classes.flatMap((one) => one.counsellorIds));
      const all = await counsellorsOf(tx, schoolOf(ctx));
      const counsellors = ctx.scope.kind === 'school' ? all : all.filter((one) => seen.has(one.id));
      return { colleges, majors, classes, counsellors };
    });
  }
}

function classesOf(tx: Tx, ctx: RequestContext, cohort: number): Promise<TreeClass[]> {
  const params: unknown[] = [];
  const where = scopeWhere(ctx, 'k', params, { class: 'id', student: null, employer: null });
  const year = `$${params.push(cohort)}`;
  return tx.query<Row<TreeClass>>(
    `select k.id, k.major_id as "majorId", k.code, k.name, k.cohort, k.length_years::float8 as "lengthYears",
            k.is_active as active, k.version, coalesce(n.students, 0)::int as students,
            coalesce(g.ids, '{}') as "counsellorIds"
       from school_class k
       left join (select s.class_id, count(*) as students from student s
                   where s.school_id = $1 and s.cohort = ${year} group by s.class_id) n on n.class_id = k.id
       left join (select u.id, array_agg(distinct g.account_id) as ids
                    from account_grant g cross join unnest(g.class_ids) u(id)
                   where g.school_id = $1 and g.role = 'counsellor' group by u.id) g on g.id = k.id
      where ${where} and k.cohort = ${year}
      order by k.name, k.id`,
    params,
  );
}

/** Majors and colleges of which nothing is in reach stay out; the ones without classes belong to the whole school. */
function majorsOf(tx: Tx, ctx: RequestContext): Promise<TreeMajor[]> {
  const params: unknown[] = [schoolOf(ctx)];
  return tx.query<Row<TreeMajor>>(
    `select m.id, m.college_id as "collegeId", m.code, m.name, m.level_code as "levelCode",
            m.length_years::float8 as "lengthYears", m.is_active as active, m.version
       from major m where m.school_id = $1 and ${reach(ctx, params, 'm.college_id', 'k.major_id = m.id')}
      order by m.sort, m.code, m.id`,
    params,
  );
}

function collegesOf(tx: Tx, ctx: RequestContext): Promise<TreeCollege[]> {
  const params: unknown[] = [schoolOf(ctx)];
  return tx.query<Row<TreeCollege>>(
    `select c.id, c.code, c.name, c.contact, c.phone, c.is_active as active, c.version
       from college c where c.school_id = $1 and ${reach(ctx, params, 'c.id', 'k.college_id = c.id')}
      order by c.sort, c.code, c.id`,
    params,
  );
}

function reach({ scope }: RequestContext, params: unknown[], college: string, ofClass: string): string {
  if (scope.kind === 'school') return 'true';
  if (scope.kind !== 'units') throw new Error(`a ${scope.kind} scope sees no tree`);
  const colleges = `$${params.push(scope.collegeIds)}::uuid[]`;
  const classes = `$${params.push(scope.classIds)}::uuid[]`;
  return `(${college} = any(${colleges}) or exists (select from school_class k
     where k.school_id = $1 and ${ofClass} and k.id = any(${classes})))`;
}

function counsellorsOf(tx: Tx, schoolId: number): Promise<TreeCounsellor[]> {
  return tx.query<Row<TreeCounsellor>>(
    `select a.id, a.name, a.login, a.status = 'active' as active,
            bool_or(g.class_ids is not null) as "byClass",
            coalesce(sum(cardinality(g.class_ids)), 0)::int as classes
       from account a join account_grant g on g.account_id = a.id and g.school_id = a.school_id
      where a.school_id = $1 and a.audience = 'teacher' and g.role = 'counsellor'
      group by a.id order by a.login, a.id`,
    [schoolId],
  );
}
