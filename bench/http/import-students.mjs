// A cohort of 20,000 students from a sheet of 50 columns: uploaded, judged, taken over, while others read lists. The floor, in
// the same run: the same sheet read and sealed, and the same rows written by bare SQL (import-floor.mjs).
import { residentIdCheck } from '@qiancheng/shared';
import pg from 'pg';
import { ROSTER_SHEET } from '../../apps/api/dist/modules/source-info/roster/roster-sheet.js';
import { signIn } from './data.mjs';
import { bareImport } from './import-floor.mjs';
import { importSheet, sheetOf, watchWorker } from './import-kit.mjs';
import { pace } from './load.mjs';
import { openStage } from './stage.mjs';

const ROWS = 20_000;
const SECONDS = 20;
const WORKER_MB = 350;
const TARGET = 0.25;
const LIST = '/api/v1/teacher/student-accounts?cohort=2026&page=3&pageSize=20';
const LISTS_PER_SECOND = 5;
const P95_TIMES = 3;

const CLASSES = 400;
const SURNAMES = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗'];
const GIVEN = [...'伟芳娜静敏强磊军洋勇艳杰娟涛明超秀霞平刚桂英思远雨桐子涵浩然一诺'];

async function makeSchool(databaseUrl, policy) {
  console.error('making a school with an earlier cohort of 20,000 …');
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const run = (sql, values) => client.query(sql, values);
  await run(`insert into school (id, code, name, short_name) values (1, '20001', '学校', '校')`);
  await run(
    `insert into school_policy (school_id, version, policy, effective_from) values (1, 1, $1::jsonb, '2020-01-01')`,
    [JSON.stringify(policy)],
  );
  await run(`insert into cohort (school_id, year) values (1, 2026), (1, 2027)`);
  await run(
    `insert into college (school_id, code, name, sort) select 1, lpad(n::text, 2, '0'), '学院' || n, n from generate_series(1, 20) n`,
  );
  await run(
    `insert into major (school_id, college_id, code, name, level_code, length_years)
     select 1, g.id, '08' || lpad((g.sort * 10 + n)::text, 4, '0'), '专业' || g.sort || '之' || n, '31', 4 from college g, generate_series(1, 4) n`,
  );
  await run(
    `insert into school_class (school_id, college_id, major_id, cohort, name)
     select 1, m.college_id, m.id, y, y || '届' || m.name || n || '班' from major m, generate_series(1, 5) n, generate_series(2026, 2027) y`,
  );
  await run(
    `insert into account (audience, school_id, login, name, password_hash) values ('teacher', 1, 'centre', '中心', '-')`,
  );
  await run(
    `insert into account_grant (account_id, school_id, role) select id, 1, 'center_admin' from account where audience = 'teacher'`,
  );
  await run(
    `insert into student (school_id, student_no, name, cohort, college_id, major_id, class_id, level_code, gender_code, length_years, graduation_month)
     select 1, '2022' || lpad(n::text, 8, '0'), '学生' || n, 2026, k.college_id, k.major_id, k.id, '31', '1', 4, '202606'
       from generate_series(1, $1::int) n join (select *, row_number() over (order by id) - 1 as at from school_class where cohort = 2026) k on k.at = n % $2::int`,
    [ROWS, CLASSES],
  );
  await run('vacuum analyze');
  await client.end();
}

function idNoOf(i) {
  const day = new Date(Date.UTC(2003, 0, 1 + (i % 1000))).toISOString().slice(0, 10).replaceAll('-', '');
  const body = `430121${day}${String(Math.floor(i / 1000) * 2 + 101)}`;
  return body + residentIdCheck(body);
}

/** Fifty cells each, as a school exports them: code and name of everything. */
function rowsOf(first, classes) {
  return Array.from({ length: ROWS }, (_, n) => {
    const i = first + n;
    const idNo = idNoOf(i);
    const own = classes[i % classes.length];
    return {
      examNo: `23430000${String(i).padStart(6, '0')}`,
      idNo,
      name: SURNAMES[i % 20] + GIVEN[(i >> 3) % 32] + GIVEN[(i * 7) % 32],
      genderCode: '1',
      gender: '男',
      ethnicCode: '01',
      ethnic: '汉族',
      politicalCode: '03',
      political: '共青团员',
      schoolCode: '20001',
      schoolName: '学校',
      campus: '本部',
      levelCode: '31',
      level: '本科生毕业',
      majorCode: own.code,
      major: own.major,
      majorDirection: '智能方向',
      trainingModeCode: '1',
      trainingMode: '非定向',
      directedUnit: '无',
      originCode: '430121',
      origin: '湖南省长沙市长沙县',
      urbanRuralCode: '农村',
      lengthYears: '4',
      enrolledMonth: '202309',
      graduationMonth: '202706',
      teacherTrainingCode: '2',
      teacherTraining: '非师范生',
      hardshipCode: '0',
      hardship: '非困难生',
      college: own.college,
      class: own.name,
      studentNo: `2023${String(i).padStart(8, '0')}`,
      birthDate: `${idNo.slice(6, 10)}-${idNo.slice(10, 12)}-${idNo.slice(12, 14)}`,
      archiveUnitBefore: '长沙县第一中学',
      policeStationBefore: '长沙县公安局星沙派出所',
      householdMovedIn: '没有',
      archiveMovedIn: '已转入',
      phone: `138${String(i).padStart(8, '0')}`,
      email: `s${i}@example.com`,
      qq: String(100_000 + i),
      address: `星沙街道开元路 ${i % 300} 号 3 栋 502`,
      homePhone: '0731-84010000',
      homePostcode: '410100',
      idType: '居民身份证',
      originNote: '随父母迁户口',
      classCode: '',
      emergencyName: '欧阳建国',
      emergencyRelation: '父亲',
      emergencyPhone: `139${String(i).padStart(8, '0')}`,
    };
  });
}

const stage = await openStage(makeSchool, { worker: true });
try {
  const { rows: staff } = await stage.client.query(`select id from account where audience = 'teacher'`);
  const [{ cookie }] = await signIn(stage.client, stage.jwtSecret, 'teacher', [staff[0].id]);
  const { rows: classes } = await stage.client.query(
    `select k.name, g.name as college, m.name as major, m.code from school_class k join major m on m.id = k.major_id join college g on g.id = k.college_id where k.cohort = 2027 order by k.name`,
  );
  console.error('writing the sheets …');
  const bytes = await sheetOf(ROSTER_SHEET, rowsOf(0, classes));
  const list = () => ({ path: LIST, headers: { cookie } });
  const lists = (seconds, goesOn) =>
    pace({ port: stage.port, perSecond: LISTS_PER_SECOND, seconds, next: list, goesOn });
  await lists(2);
  const quiet = await lists(8);
  const watched = watchWorker(stage.workerPid);
  const running = importSheet(stage, cookie, bytes, {
    path: '/api/v1/teacher/source-imports',
    query: '?cohort=2027',
    fileName: '生源信息.xlsx',
    choice: { existing: 'registry' },
    jobOf: ({ job }) => job,
  });
  let over = false;
  const ended = running.finally(() => (over = true));
  const busy = await lists(600, () => !over);
  const result = await ended;
  const { worker, reader, workerCpu, readerCpu } = watched.end();
  const by = await bareImport(stage, bytes);
  console.error(JSON.stringify({ ...result, worker, reader, quiet, busy }));
  const ratio = by / result.took;
  const p95Times = busy.p95 / quiet.p95;
  console.log(
    JSON.stringify({
      bench: 'import-students',
      value: Number(result.took.toFixed(2)),
      unit: 's',
      target: SECONDS,
      checking: Number(result.checking.toFixed(2)),
      floor: Number(by.toFixed(2)),
      ratio: Number(ratio.toFixed(2)),
      ratioTarget: TARGET,
      workerMb: worker,
      workerMbTarget: WORKER_MB,
      readerMb: reader,
      workerCpu,
      readerCpu,
      p95: Number(busy.p95.toFixed(1)),
      p95Quiet: Number(quiet.p95.toFixed(1)),
      p95Times: Number(p95Times.toFixed(2)),
      p95TimesTarget: P95_TIMES,
      progressSteps: result.steps,
      rows: result.counts.created,
      ok:
        result.counts.created === ROWS &&
        result.took <= SECONDS &&
        ratio >= TARGET &&
        worker <= WORKER_MB &&
        p95Times <= P95_TIMES &&
        result.steps >= 10,
    }),
  );
} finally {
  await stage.close();
}
