// Students of many schools, made by SQL: as many as a country's installation holds, with the columns that lists filter by.
import pg from 'pg';

const COLLEGES = 12;
const CLASSES = 12;
const SURNAMES = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹';
const GIVEN = '子涵思远雨桐浩然诗琪俊杰欣怡明轩佳宁志强晓燕文博静怡嘉豪梦洁一诺宇航若曦天佑可馨';

/** By number, always the same. The texts are spread by hashes so that no condition falls together with another. */
const pick = (list, seed) => `substr('${list}', 1 + abs(hashtext(n || '${seed}')) % ${[...list].length}, 1)`;
const code = (codes, seed) =>
  `(array[${codes.map((one) => `'${one}'`).join(',')}])[1 + abs(hashtext(n || '${seed}')) % ${codes.length}]`;

const STATES = [
  'not_started',
  'submitted',
  'counsellor_approved',
  'college_approved',
  'school_approved',
  'school_approved',
  'returned',
];

const COLUMNS = `school_id, student_no, name, pinyin, cohort, college_id, major_id, class_id, level_code, gender_code, ethnic_code,
  political_code, training_mode_code, length_years, graduation_month, enrolled_month, origin_code, birth_date, id_no_mac, id_no_masked,
  phone_mac, phone_masked, email, source_state, source_state_at, source_differs, exam_no, hardship_code, teacher_training_code,
  urban_rural_code, police_station_before, household_moved_in, archive_moved_in, archive_unit_before, home_postcode,
  source_submitted_at, source_returns`;

const VALUES = `k.school_id, '2023' || lpad(n::text, 6, '0'), ${pick(SURNAMES, 's')} || ${pick(GIVEN, 'a')} || ${pick(GIVEN, 'b')},
  substr(md5(n::text), 1, 9) || ' ' || substr(md5(n::text), 10, 3), 2027, k.college_id, k.major_id, k.id,
  ${code(['31', '31', '31', '41', '11'], 'l')}, ${code(['1', '2'], 'g')}, ${code(['01', '01', '01', '15', '05'], 'e')},
  ${code(['03', '03', '01', '13'], 'p')}, '1', case when n % 9 = 0 then 3 else 4 end, case when n % 13 = 0 then '202701' else '202706' end, '202309', ${code(['430121', '430702', '440304', '653130'], 'o')},
  date '2004-01-01' + (n % 700), decode(md5(k.school_id || 'i' || n), 'hex'), '430***********' || lpad((n % 10000)::text, 4, '0'),
  decode(md5(k.school_id || 'p' || n), 'hex'), '138****' || lpad((n % 10000)::text, 4, '0'), 's' || n || '@example.edu.cn',
  ${code(STATES, 't')}, timestamptz '2027-04-01' + n % 20000 * interval '1 minute',
  case when n % 7 = 0 then '{address,phone}'::text[] else '{}'::text[] end, '23430' || lpad(n::text, 9, '0'),
  ${code(['0', '0', '0', '1', '2'], 'h')}, '2', ${code(['1', '2'], 'u')}, '龙山县公安局民安派出所', '0', '1', '龙山县高级中学', '416800',
  timestamptz '2027-03-01' + n % 40000 * interval '1 minute', case when n % 11 = 0 then 1 + n % 3 else 0 end`;

/** @param {{schools?: number, each?: number}} size */
export function studentsOf({ schools = 100, each = 10_000 } = {}) {
  return async (databaseUrl, policy) => {
    console.error(`making ${(schools * each).toLocaleString('en')} students of ${schools} schools …`);
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const run = (sql, values) => client.query(sql, values);
    await run(
      `insert into school (id, code, name, short_name) select n, (20000 + n)::text, '学校' || n, '校' || n from generate_series(1, $1::int) n`,
      [schools],
    );
    await run(
      `insert into school_policy (school_id, version, policy, effective_from) select id, 1, $1::jsonb, '2020-01-01' from school`,
      [JSON.stringify(policy)],
    );
    await run('insert into cohort (school_id, year) select id, 2027 from school');
    await run(
      `insert into college (school_id, code, name, sort) select s.id, lpad(n::text, 2, '0'), '学院' || n, n from school s, generate_series(1, ${COLLEGES}) n`,
    );
    await run(
      `insert into major (school_id, college_id, code, name, level_code, length_years) select school_id, id, '080902', '软件工程', '31', 4 from college`,
    );
    await run(
      `insert into school_class (school_id, college_id, major_id, cohort, name) select m.school_id, m.college_id, m.id, 2027, g.code || '-' || n || '班' from major m join college g on g.school_id = m.school_id and g.id = m.college_id, generate_series(1, ${CLASSES}) n`,
    );
    // indexes and keys are checked once at the end instead of a million times
    const { rows: indexes } = await run(
      `select indexname as name, indexdef as sql from pg_indexes i where tablename = 'student'
          and not exists (select 1 from pg_constraint c where c.conname = i.indexname)`,
    );
    for (const { name } of indexes) await run(`drop index ${name}`);
    await run('set session_replication_role = replica');
    await run(
      `create temp table place as select school_id, id, college_id, major_id, row_number() over (partition by school_id order by id) - 1 as k from school_class`,
    );
    await run(
      `insert into student (${COLUMNS}) select ${VALUES} from generate_series(1, $1::int) n join place k on k.k = n % ${COLLEGES * CLASSES}`,
      [each],
    );
    await run(
      `insert into check_finding (school_id, student_id, rule, field, severity, detail, found_at)
       select school_id, id, 'DC-08', 'originCode', 'W', '生源地和身份证不同省', now() from student where right(student_no, 2) = '07'`,
    );
    await run('set session_replication_role = origin');
    for (const { sql } of indexes) await run(sql);
    await run(
      `insert into account (audience, school_id, login, name, password_hash) select 'teacher', id, 'center', '就业中心', '-' from school`,
    );
    await run(
      `insert into account_grant (account_id, school_id, role) select id, school_id, 'center_admin' from account where audience = 'teacher'`,
    );
    await run(
      `insert into account (audience, school_id, login, name, password_hash) select 'teacher', id, 'counsellor', '辅导员', '-' from school`,
    );
    await run(
      `insert into account_grant (account_id, school_id, role, class_ids)
       select a.id, a.school_id, 'counsellor', (select array_agg(id) from (select id from school_class k where k.school_id = a.school_id order by id limit 4) k)
         from account a where a.login = 'counsellor'`,
    );
    await run('vacuum analyze');
    await client.end();
  };
}

/** Those who ask: the centre of each school, and a college of it. */
export async function centers(client) {
  const { rows } = await client.query(
    `select a.id, a.school_id,
            (select c.id from account c where c.school_id = a.school_id and c.login = 'counsellor') as counsellor,
            (select g.id from college g where g.school_id = a.school_id order by g.sort limit 1) as college
       from account a where a.audience = 'teacher' and a.login = 'center' order by a.school_id`,
  );
  return rows;
}
