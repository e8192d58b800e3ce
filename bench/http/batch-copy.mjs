// The school's level passes 5,000 at once and takes over what the students wrote: as batch-pass, and 25 values of each besides, with
// a version, an event, an audit link, the differences and the findings. The floor is bare SQL that writes the same rows, sealed before.
import { emptySourceValues, studentFields } from '@qiancheng/shared';
import { columnsOf, jsonColumns } from '../../apps/api/dist/modules/source-info/records/source-columns.js';
import { cipherOf } from './cipher.mjs';
import { signIn } from './data.mjs';
import { median, once } from './load.mjs';
import { makeSchools, STUDENTS } from './pass-data.mjs';
import { openStage } from './stage.mjs';

const ROUNDS = 3;
const TARGET_S = 10;
const TARGET = 0.3;

const stage = await openStage(makeSchools, { worker: true });
try {
  const { client } = stage;
  const cipher = cipherOf(stage.env);
  const written = await submit(client, cipher);
  const { rows: staff } = await client.query(`select id from account where audience = 'teacher' and school_id = 1`);
  const [{ cookie }] = await signIn(client, stage.jwtSecret, 'teacher', [staff[0].id]);
  const rounds = [];
  for (let i = 0; i <= ROUNDS; i++) {
    await reset(client);
    const product = await batch(client, cookie);
    await reset(client);
    const floor = await bare(client, staff[0].id, written);
    // the first warms both up
    if (i > 0) rounds.push({ product, floor });
    console.error(`round ${i}: ${product.toFixed(2)} s · floor ${floor.toFixed(2)} s`);
  }
  const seconds = median(rounds.map(({ product }) => product));
  const floor = median(rounds.map((one) => one.floor));
  const slowest = Math.max(...rounds.map(({ product }) => product));
  console.log(
    JSON.stringify({
      bench: 'batch-copy',
      value: Number(seconds.toFixed(2)),
      unit: `s for ${STUDENTS}`,
      slowest: Number(slowest.toFixed(2)),
      target: TARGET_S,
      floor: Number(floor.toFixed(2)),
      ratio: Number((floor / seconds).toFixed(2)),
      ratioTarget: TARGET,
      ok: slowest <= TARGET_S && floor / seconds >= TARGET,
    }),
  );
} finally {
  await stage.close();
}

function wroteOf(i) {
  return {
    ...emptySourceValues(),
    genderCode: '1',
    ethnicCode: '01',
    birthDate: '2004-04-18',
    levelCode: '31',
    majorDirection: '智能方向',
    lengthYears: '4',
    trainingModeCode: '1',
    enrolledMonth: '202309',
    graduationMonth: '202706',
    campus: '本部',
    politicalCode: '03',
    hardshipCode: '0',
    teacherTrainingCode: '2',
    originCode: '430121',
    originNote: '随父母迁户口',
    urbanRuralCode: '2',
    policeStationBefore: '长沙县公安局星沙派出所',
    householdMovedIn: '0',
    archiveMovedIn: '1',
    archiveUnitBefore: '长沙县第一中学',
    phone: `138${String(i).padStart(8, '0')}`,
    email: `s${i}@example.com`,
    qq: String(100_000 + i),
    address: `星沙街道开元路 ${i % 300} 号 3 栋 502`,
    homePostcode: '410100',
    homePhone: '0731-84010000',
    emergencyName: '欧阳建国',
    emergencyRelation: '1',
    emergencyPhone: `139${String(i).padStart(8, '0')}`,
  };
}

/** The students of the first school have submitted; what the bare SQL writes of it is made here, outside of the time. */
async function submit(client, cipher) {
  console.error('sealing what the students wrote …');
  const { rows } = await client.query('select id from student where school_id = 1 order by student_no');
  const keys = studentFields([]);
  const written = rows.map(({ id }, i) => {
    const wrote = wroteOf(i);
    const values = Object.fromEntries(keys.filter((key) => wrote[key] !== '').map((key) => [key, wrote[key]]));
    const sealed = (no) =>
      cipher.seal('source_version', 'values_enc', `${id}/${no}`, JSON.stringify(wrote)).toString('hex');
    const columns = jsonColumns(columnsOf(cipher, id, wrote, keys));
    return { id, columns, submitted: sealed(1), edited: sealed(2), values };
  });
  await client.query(
    `update source_version v set values_enc = decode(r.submitted, 'hex')
       from jsonb_to_recordset($1::jsonb) as r (id uuid, submitted text) where v.school_id = 1 and v.student_id = r.id`,
    [JSON.stringify(written.map(({ id, submitted }) => ({ id, submitted })))],
  );
  await client.query(`update student set source_differs = $1 where school_id = 1`, [Object.keys(written[0].values)]);
  await client.query('create table student_before as select * from student where school_id = 1');
  return written;
}

/** From the click to the last result. */
async function batch(client, cookie) {
  const start = performance.now();
  await once(stage.port, {
    method: 'POST',
    path: '/api/v1/teacher/sources/acts',
    headers: { cookie },
    body: JSON.stringify({
      selection: { filter: { cohort: 2027, state: ['college_approved'] }, expected: STUDENTS },
      act: 'pass',
      differences: 'copy',
    }),
  });
  const { rows: orders } = await client.query('select id from source_act order by created_at desc limit 1');
  for (;;) {
    const { rowCount } = await client.query('select from source_act where id = $1 and finished_at is not null', [
      orders[0].id,
    ]);
    if (rowCount > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const seconds = (performance.now() - start) / 1000;
  for (const [what, count] of Object.entries(await counted(client))) {
    if (count !== STUDENTS) throw new Error(`${count} ${what} were written, not ${STUDENTS}`);
  }
  return seconds;
}

async function counted(client) {
  const { rows } = await client.query(
    `select (select count(*)::int from source_event where school_id = 1 and action = 'pass' and level = 'center') as passes,
            (select count(*)::int from source_event where school_id = 1 and action = 'edit' and version_no = 2) as edits,
            (select count(*)::int from source_version where school_id = 1 and kind = 'edited') as versions,
            (select count(*)::int from student where school_id = 1 and source_state = 'school_approved' and source_differs = '{}'
                and phone_masked is not null and email <> '') as written`,
  );
  return rows[0];
}

/** The same rows, without a product around them. */
async function bare(client, accountId, written) {
  const names = Object.keys(written[0].columns);
  const start = performance.now();
  const link = (action, after) => ({
    action,
    actor: { audience: 'teacher', name: '就业中心', roles: ['center_admin'], scope: 'school', sessionId: accountId },
    from: { ip: '127.0.0.1', device: 'bench', requestId: accountId },
    before: { state: 'college_approved' },
    after,
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
    `update student s set (${names.join(', ')}, source_differs, source_state, source_state_at, source_passed_by, version, updated_at)
            = row (${names.map((name) => `r.${name}`).join(', ')}, '{}', 'school_approved', now(), $2, s.version + 1, now())
       from jsonb_populate_recordset(null::student, $1::jsonb) r where s.school_id = 1 and s.id = r.id`,
    [JSON.stringify(written.map(({ id, columns }) => ({ ...columns, id }))), accountId],
  );
  await client.query(
    `insert into source_version (school_id, student_id, no, kind, values_enc, changed, account_id, actor_name, at)
     select 1, r.id, 2, 'edited', decode(r.edited, 'hex'), $3, $2, '就业中心', now() from jsonb_to_recordset($1::jsonb) as r (id uuid, edited text)`,
    [JSON.stringify(written.map(({ id, edited }) => ({ id, edited }))), accountId, Object.keys(written[0].values)],
  );
  for (const [action, to, no] of [
    ['edit', 'college_approved', 2],
    ['pass', 'school_approved', 1],
  ]) {
    await client.query(
      `insert into source_event (school_id, student_id, action, level, from_state, to_state, version_no, account_id, actor_name, at)
       select 1, r.student_id, $3, 'center', 'college_approved', $4, $5, $1, '就业中心', now()
         from source_act_row r where r.school_id = 1 and r.act_id = $2`,
      [accountId, act, action, to, no],
    );
    const body = action === 'edit' ? link('source.edit', written[0].values) : link('source.pass', { state: to });
    await client.query(
      `select count(audit_append('source', r.student_id::text, 1, now(), $1, $3::jsonb, sha256(r.student_id::text::bytea)))
         from source_act_row r where r.school_id = 1 and r.act_id = $2`,
      [accountId, act, JSON.stringify(body)],
    );
  }
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

/** As before the pass; what was written about it stays as ballast in the chains only. */
async function reset(client) {
  const { rows } = await client.query(
    `select string_agg(attname, ', ') as names from pg_attribute
      where attrelid = 'student'::regclass and attnum > 0 and not attisdropped and attname not in ('school_id', 'id')`,
  );
  const names = rows[0].names;
  await client.query(
    `update student s set (${names}) = (select ${names} from student_before b where b.id = s.id) where s.school_id = 1 and s.source_state <> 'college_approved'`,
  );
  await client.query(`delete from source_version where school_id = 1 and kind = 'edited'`);
  await client.query(
    `delete from source_event where school_id = 1 and (action = 'edit' or (action = 'pass' and level = 'center'))`,
  );
  await client.query('delete from check_finding where school_id = 1');
  await client.query('vacuum analyze student');
}
