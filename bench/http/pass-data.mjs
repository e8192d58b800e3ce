// What the benches of batch passes pass.
import pg from 'pg';

const SCHOOLS = 10;
export const STUDENTS = 5000;

/** Ten schools of 5,000, each with what its student submitted; those of the first are all for the centre to pass. */
export async function makeSchools(databaseUrl, policy) {
  console.error(`making ${SCHOOLS} schools of ${STUDENTS} students …`);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const run = (sql, values) => client.query(sql, values);
  await run('begin');
  await run(
    `insert into school (id, code, name, short_name) select n, (20000 + n)::text, '学校' || n, '校' || n from generate_series(1, $1::int) n`,
    [SCHOOLS],
  );
  await run(
    `insert into school_policy (school_id, version, policy, effective_from) select id, 1, $1::jsonb, '2020-01-01' from school`,
    [
      JSON.stringify({
        ...policy,
        source: { levels: ['counsellor', 'college', 'center'], registry_fields: [], sla_workdays: 3 },
      }),
    ],
  );
  await run(`insert into cohort (school_id, year) select id, 2027 from school`);
  await run(
    `insert into college (school_id, code, name, sort) select s.id, lpad(n::text, 2, '0'), '学院' || n, n from school s, generate_series(1, 12) n`,
  );
  await run(
    `insert into major (school_id, college_id, code, name, level_code, length_years) select school_id, id, '080902', '软件工程', '31', 4 from college`,
  );
  await run(
    `insert into school_class (school_id, college_id, major_id, cohort, name) select m.school_id, m.college_id, m.id, 2027, g.code || '-' || n || '班' from major m join college g on g.school_id = m.school_id and g.id = m.college_id, generate_series(1, 12) n`,
  );
  await run(
    `insert into account (audience, school_id, login, name, password_hash, activated_at) select 'student', s.id, lpad(n::text, 8, '0'), '学生' || n, '-', now() from school s, generate_series(1, $1::int) n`,
    [STUDENTS],
  );
  await run(
    `create temp table numbered as select school_id, id, college_id, major_id, row_number() over (partition by school_id order by id) - 1 as k from school_class`,
  );
  await run(
    `insert into student (school_id, student_no, name, cohort, college_id, major_id, class_id, level_code, gender_code, length_years, graduation_month, source_state, source_differs, account_id)
     select a.school_id, a.login, a.name, 2027, k.college_id, k.major_id, k.id, '31', '1', 4, '202706', 'college_approved', '{}', a.id
       from account a join numbered k on k.school_id = a.school_id and k.k = a.login::int % 144 where a.audience = 'student'`,
  );
  await run(
    `insert into source_version (school_id, student_id, no, kind, values_enc, account_id, actor_name, at)
     select school_id, id, 1, 'submitted', decode(repeat('00', 900), 'hex'), account_id, name, now() from student`,
  );
  await run(
    `insert into source_event (school_id, student_id, action, level, from_state, to_state, version_no, actor_name, at)
     select school_id, id, x.action, x.level, x.f, x.t, 1, name, now()
       from student, (values ('submit', null, 'not_started', 'submitted'), ('pass', 'counsellor', 'submitted', 'counsellor_approved'),
                             ('pass', 'college', 'counsellor_approved', 'college_approved')) as x(action, level, f, t)`,
  );
  await run(
    `insert into account (audience, school_id, login, name, password_hash, activated_at) select 'teacher', id, 'center', '就业中心', '-', now() from school`,
  );
  await run(
    `insert into account_grant (account_id, school_id, role) select id, school_id, 'center_admin' from account where audience = 'teacher'`,
  );
  await run('commit');
  await run('vacuum analyze');
  await client.end();
}
