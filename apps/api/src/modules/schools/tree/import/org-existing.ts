import type { Tx } from '../../../../platform/database/index.js';

/** The whole tree of a school as an import compares with it. */
export interface ExistingTree {
  colleges: ExistingCollege[];
  majors: ExistingMajor[];
  classes: ExistingClass[];
  cohorts: number[];
  counsellors: ExistingCounsellor[];
}

export interface ExistingCollege {
  id: string;
  code: string;
  name: string;
  active: boolean;
}

export interface ExistingMajor {
  id: string;
  collegeId: string;
  code: string;
  name: string;
  levelCode: string;
  years: number;
  active: boolean;
}

export interface ExistingClass {
  id: string;
  majorId: string;
  code: string | null;
  name: string;
  cohort: number;
  years: number | null;
  active: boolean;
  students: number;
  counsellorIds: string[];
}

export interface ExistingCounsellor {
  id: string;
  /** In lower case. */
  login: string;
}

type Row<T> = T & Record<string, unknown>;

export async function existingTree(tx: Tx, schoolId: number): Promise<ExistingTree> {
  const cohorts = await tx.query<{ year: number }>('select year from cohort where school_id = $1', [schoolId]);
  return {
    colleges: await tx.query<Row<ExistingCollege>>(
      'select id, code, name, is_active as active from college where school_id = $1',
      [schoolId],
    ),
    majors: await tx.query<Row<ExistingMajor>>(
      `select id, college_id as "collegeId", code, name, level_code as "levelCode", length_years::float8 as years,
              is_active as active from major where school_id = $1`,
      [schoolId],
    ),
    classes: await tx.query<Row<ExistingClass>>(
      `select k.id, k.major_id as "majorId", k.code, k.name, k.cohort, k.length_years::float8 as years,
              k.is_active as active, coalesce(n.students, 0)::int as students, coalesce(g.ids, '{}') as "counsellorIds"
         from school_class k
         left join (select class_id, count(*) as students from student where school_id = $1 group by class_id) n
           on n.class_id = k.id
         left join (select u.id, array_agg(distinct g.account_id) as ids
                      from account_grant g cross join unnest(g.class_ids) u(id)
                     where g.school_id = $1 and g.role = 'counsellor' group by u.id) g on g.id = k.id
        where k.school_id = $1`,
      [schoolId],
    ),
    cohorts: cohorts.map((row) => row.year),
    counsellors: await tx.query<Row<ExistingCounsellor>>(
      `select distinct a.id, lower(a.login) as login from account a
         join account_grant g on g.account_id = a.id and g.school_id = a.school_id
        where a.school_id = $1 and a.audience = 'teacher' and g.role = 'counsellor' and g.class_ids is not null`,
      [schoolId],
    ),
  };
}
