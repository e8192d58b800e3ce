// 40 schools with 5,000 students and agreements each, made by SQL: the shapes and indexes are what matters here.
import { createHmac, randomUUID } from 'node:crypto';
import pg from 'pg';

export const SCHOOLS = 40;
const STUDENTS = 5000;
/** Of each school's students, these hold one open invitation; the rest are spread over the other states. */
export const INVITED = 1000;

const STATES = `case when n <= ${INVITED} then 'INVITED' else (array['REVIEW','REVIEW','SIGNING','SIGNED','SIGNED','SIGNED','SIGNED','DECLINED','EXPIRED','VOIDED'])[1 + n % 10] end`;

/** One text for the form: about as long as a real one. */
const VALUES = {
  employer: {
    name: '某某精密制造股份有限公司',
    creditCode: '91430100MA4QK7T27T',
    contactName: '周敏',
    contactPhone: '13900004318',
    contactEmail: 'hr@example.com',
    address: '星沙产业基地蓝思路 18 号',
    postcode: '410100',
    natureCode: '31',
    industryCode: '22',
    regionCode: '430121',
    superiorDepartment: null,
    partyOrgUnit: null,
    opinion: '同意接收',
  },
  terms: {
    post: '软件开发工程师',
    jobCategoryCode: '13',
    workRegionCode: '430121',
    workAddress: '星沙产业基地蓝思路 18 号',
    startDate: '2027-07-01',
    contractYears: 3,
    probationMonths: 3,
    salaryProbation: 6800,
    salaryRegular: 8500,
    workHoursCode: 'standard',
    insurance: ['pension', 'medical', 'unemployment', 'injury', 'maternity', 'housing_fund'],
    welfare: '提供宿舍',
  },
  archive: {
    archiveMode: 'agency',
    archiveUnit: '长沙市人才服务中心',
    archiveAddress: '长沙市岳麓区杜鹃路 768 号',
    archivePostcode: '410013',
    archivePhone: '0731-80007600',
    hukouMode: 'none',
    hukouAddress: null,
  },
  breach: {
    penalty: 3000,
    serviceYears: 3,
    exits: ['further_study', 'civil_service', 'enlistment'],
    supplement: '未按期取得毕业证书、学位证书，协议自动终止，互不追究。',
  },
};

export async function makeData(databaseUrl, policy) {
  console.error('making 200,000 agreements of 40 schools …');
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
    [JSON.stringify(policy)],
  );
  await run(`insert into cohort (school_id, year) select id, 2027 from school`);
  await run(
    `insert into college (school_id, id, code, name, sort) select s.id, uuidv7(), lpad(n::text, 2, '0'), '学院' || n, n from school s, generate_series(1, 12) n`,
  );
  await run(
    `insert into major (school_id, college_id, code, name, level_code, length_years) select school_id, id, '080902', '软件工程', '31', 4 from college`,
  );
  await run(
    `insert into school_class (school_id, college_id, major_id, cohort, name) select m.school_id, m.college_id, m.id, 2027, g.code || '-' || n || '班' from major m join college g on g.school_id = m.school_id and g.id = m.college_id, generate_series(1, 12) n`,
  );
  await run(
    `insert into employer (credit_code, name, name_norm, nature_code, industry_code, region_code) select 'E' || n, '单位' || n, '单位' || n, '39', '22', '430121' from generate_series(1, 800) n`,
  );
  await run(
    `insert into employer_school (employer_id, school_id, status) select e.id, s.id, 'approved' from employer e, school s`,
  );
  await run(
    `insert into account (audience, login, name, password_hash) select 'employer', 'hr' || n, '人事' || n, '-' from generate_series(1, 800) n`,
  );
  await run(
    `insert into employer_member (account_id, employer_id, role) select a.id, e.id, 'employer_admin' from account a join employer e on e.credit_code = 'E' || substr(a.login, 3) where a.audience = 'employer'`,
  );
  await run(
    `insert into account (audience, school_id, login, name, password_hash) select 'student', s.id, lpad(n::text, 8, '0'), '学生' || n, '-' from school s, generate_series(1, $1::int) n`,
    [STUDENTS],
  );
  await run(
    `create temp table numbered as select school_id, id, college_id, major_id, row_number() over (partition by school_id order by id) - 1 as k from school_class`,
  );
  await run(
    `insert into student (school_id, student_no, name, cohort, college_id, major_id, class_id, level_code, gender_code, length_years, graduation_month, id_no_masked, phone_masked, origin_code, source_state, account_id)
     select a.school_id, a.login, a.name, 2027, k.college_id, k.major_id, k.id, '31', '1', 4, '202706', '430***********0418', '138****0021', '430121', 'college_approved', a.id
       from account a join numbered k on k.school_id = a.school_id and k.k = a.login::int % 144 where a.audience = 'student'`,
    [],
  );
  await run(
    `insert into signing_case (school_id, student_id, cohort, college_id, class_id, employer_id, flow, state, review_level, policy_version, agreement_no, form_values, confirmed, initiator_id, version, created_at, state_since, deadline_at, sent_at, accepted_at, updated_at)
     select s.school_id, s.id, 2027, s.college_id, s.class_id, e.id, 'employer_invite', q.state, case when q.state = 'REVIEW' then 1 + n % 2 else 0 end, 1,
            case when q.state in ('REVIEW','SIGNING','SIGNED','VOIDED') then 'B' || lpad(n::text, 8, '0') end, $1::jsonb, '{employer,terms,archive,breach}', m.account_id, 2,
            now() - n * interval '1 hour' / 10, now() - n * interval '1 hour' / 10, case when q.state = 'INVITED' then now() + interval '10 days' end, now() - interval '12 days', case when q.state <> 'INVITED' then now() - interval '8 days' end, now() - n * interval '1 hour' / 10
       from (select s.*, s.student_no::int as n from student s) s
       cross join lateral (select ${STATES} as state) q
       join employer e on e.credit_code = 'E' || (1 + n % 800)
       join employer_member m on m.employer_id = e.id`,
    [JSON.stringify(VALUES)],
  );
  await run(
    `insert into case_event (school_id, case_id, seq, row_id, action, to_state, revision, at, actor_kind, actor_name) select school_id, id, 1, 'T01', 'emp_draft', 'DRAFT_EMP', 1, created_at, 'employer', 'HR' from signing_case`,
  );
  await run(
    `insert into account (audience, school_id, login, name, password_hash) select 'teacher', school_id, 'college' || code, name, '-' from college`,
  );
  await run(
    `insert into account_grant (account_id, school_id, role, college_ids) select a.id, a.school_id, 'college_admin', array[g.id] from account a join college g on g.school_id = a.school_id and 'college' || g.code = a.login where a.audience = 'teacher'`,
  );
  await run('commit');
  await run('vacuum analyze');
  await client.end();
}

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A signed-in person without the log-in: a session row, and the access cookie that the API would have set. */
export async function signIn(client, jwtSecret, audience, accountIds) {
  const sessions = accountIds.map((accountId) => ({ id: randomUUID(), account_id: accountId }));
  await client.query(
    `insert into session (id, account_id, audience, refresh_hash, created_at, last_seen_at, absolute_until)
     select s.id, s.account_id, $2, '\\x00', now(), now(), now() + interval '10 hours' from jsonb_to_recordset($1::jsonb) as s(id uuid, account_id uuid)`,
    [JSON.stringify(sessions), audience],
  );
  const iat = Math.floor(Date.now() / 1000);
  return sessions.map(({ id, account_id }) => {
    const body = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url({ sid: id, sub: account_id, iat, exp: iat + 600, iss: 'qiancheng', aud: audience })}`;
    const signature = createHmac('sha256', Buffer.from(jwtSecret, 'base64')).update(body).digest('base64url');
    return { sessionId: id, accountId: account_id, cookie: `qc_${audience}_at=${body}.${signature}` };
  });
}
