// The school's level passes 5,000 at once: states, history, audit, a message to each and a result for each, by one job.
// The floor is bare SQL that writes the same rows in one transaction.
import pg from 'pg';
import { signIn } from './data.mjs';
import { median, once } from './load.mjs';
import { openStage } from './stage.mjs';

const SCHOOLS = 10;
const STUDENTS = 5000;
const ROUNDS = 3;
const TARGET_S = 10;

const stage = await openStage(makeSchools, { worker: true });
try {
  const { client } = stage;
  const [{ id: accountId }] = (
    await client.query(`select id from account where audience = 'teacher' and school_id = 1`)
  ).rows;
  const [{ cookie }] = await signIn(client, stage.jwtSecret, 'teacher', [accountId]);
  const rounds = [];
  for (let i = 0; i <= ROUNDS; i++) {
    await reset(client);
    const product = await batch(client, cookie);
    await reset(client);
    const floor = await bare(client, accountId);
    // the first warms both up
    if (i > 0) rounds.push({ product, floor });
    console.error(`round ${i}: ${product.toFixed(2)} s · floor ${floor.toFixed(2)} s`);
  }
  const seconds = median(rounds.map(({ product }) => product));
  const floor = median(rounds.map((one) => one.floor));
  const slowest = Math.max(...rounds.map(({ product }) => product));
  console.log(
    JSON.stringify({
      bench: 'batch-pass',
      value: Number(seconds.toFixed(2)),
      unit: `s for ${STUDENTS}`,
      slowest: Number(slowest.toFixed(2)),
      floor: Number(floor.toFixed(2)),
      ratio: Number((floor / seconds).toFixed(2)),
      target: TARGET_S,
      ok: slowest <= TARGET_S,
    }),
  );
} finally {
  await stage.close();
}

/** From the click to the last result. */
async function batch(client, cookie) {
  const before = await written(client);
  const start = performance.now();
  await once(stage.port, {
    method: 'POST',
    path: '/api/v1/teacher/sources/acts',
    headers: { cookie },
    body: JSON.stringify({
      selection: { filter: { cohort: 2027, state: ['college_approved'] }, expected: STUDENTS },
      act: 'pass',
    }),
  });
  const { rows: orders } = await client.query('select id from source_act order by created_at desc limit 1');
  const [{ id }] = orders;
  for (;;) {
    const { rowCount } = await client.query('select from source_act where id = $1 and finished_at is not null', [id]);
    if (rowCount > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const seconds = (performance.now() - start) / 1000;
  const after = await written(client);
  for (const [what, count] of Object.entries(after)) {
    if (count - before[what] !== STUDENTS)
      throw new Error(`${count - before[what]} ${what} were written, not ${STUDENTS}`);
  }
  return seconds;
}

async function written(client) {
  const { rows } = await client.query(
    `select (select count(*)::int from source_event where action = 'pass') as events,
            (select count(*)::int from audit_entry where aggregate_type = 'source') as links,
            (select count(*)::int from notification where event = 'source_approved') as messages,
            (select count(*)::int from source_act_row where outcome = 'done') as results,
            (select count(*)::int from student where source_state = 'school_approved') as passed`,
  );
  return rows[0];
}

/** The same rows, without a product around them. */
async function bare(client, accountId) {
  const start = performance.now();
  const body = JSON.stringify({
    action: 'source.pass',
    actor: { audience: 'teacher', name: '就业中心', roles: ['center_admin'], scope: 'school', sessionId: accountId },
    from: { ip: '127.0.0.1', device: 'bench', requestId: accountId },
    before: { state: 'college_approved' },
    after: { state: 'school_approved', level: 'center', many: true },
    result: 'ok',
  });
  await client.query('begin');
  await client.query('set local role qiancheng_app');
  await client.query(`select set_config('app.school_id', '1', true)`);
  const { rows } = await client.query(
    `insert into source_act (school_id, account_id, act, options, created_at) values (1, $1, 'pass', '{}', now()) returning id`,
    [accountId],
  );
  const act = rows[0].id;
  await client.query(
    `insert into source_act_row (school_id, act_id, student_id, position)
     select 1, $1, id, row_number() over (order by student_no) from student where school_id = 1 and source_state = 'college_approved'`,
    [act],
  );
  await client.query(
    `update student set source_state = 'school_approved', source_state_at = now(), source_passed_by = $1, version = version + 1, updated_at = now()
      where school_id = 1 and id in (select student_id from source_act_row where school_id = 1 and act_id = $2)`,
    [accountId, act],
  );
  await client.query(
    `insert into source_event (school_id, student_id, action, level, from_state, to_state, version_no, account_id, actor_name, at)
     select 1, r.student_id, 'pass', 'center', 'college_approved', 'school_approved',
            (select max(no) from source_version v where v.school_id = 1 and v.student_id = r.student_id and kind = 'submitted'), $1, '就业中心', now()
       from source_act_row r where r.school_id = 1 and r.act_id = $2`,
    [accountId, act],
  );
  await client.query(
    `select count(audit_append('source', r.student_id::text, 1, now(), $1, $3::jsonb, sha256(r.student_id::text::bytea)))
       from source_act_row r where r.school_id = 1 and r.act_id = $2`,
    [accountId, act, body],
  );
  await client.query(
    `insert into notification (school_id, account_id, event, title, body, about_kind, about_id, created_at)
     select 1, s.account_id, 'source_approved', '生源信息审核通过', '你的生源信息审核通过了。', 'source', s.id, now()
       from source_act_row r join student s on s.school_id = 1 and s.id = r.student_id where r.school_id = 1 and r.act_id = $1`,
    [act],
  );
  await client.query(`update source_act_row set outcome = 'done' where school_id = 1 and act_id = $1`, [act]);
  await client.query('update source_act set finished_at = now() where school_id = 1 and id = $1', [act]);
  await client.query('commit');
  return (performance.now() - start) / 1000;
}

async function reset(client) {
  await client.query(
    `update student set source_state = 'college_approved', source_passed_by = null where school_id = 1 and source_state = 'school_approved'`,
  );
  await client.query('vacuum analyze student');
}

/** Ten schools of 5,000, each with what its student submitted; those of the first are all for the centre to pass. */
async function makeSchools(databaseUrl, policy) {
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
