import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { WholeModule } from '../../../app.module.js';
import { accessCookie, AccessTokens } from '../../../platform/access/index.js';
import { FakeClock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { AppError } from '../../../platform/http/index.js';
import { createHttpApp } from '../../../platform/http/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../../platform/testing/index.js';
import { PasswordHasher } from '../../accounts/index.js';
import { codeOf } from '../../agreements/testing/bench.js';
import { World } from '../../agreements/testing/world.js';
import type { OpenSchoolBody } from './opening.dto.js';
import { SchoolDesk } from './school-desk.js';
import { SchoolDetails } from './school-details.js';

let database: TestDatabase;
let app: NestFastifyApplication;
let desk: SchoolDesk;
let details: SchoolDetails;
let operator: RequestContext;
const clock = new FakeClock();

beforeAll(async () => {
  database = await createTestDatabase();
  const config = testConfig(database.url);
  ({ app } = await createHttpApp(WholeModule.forRoot(config, clock), config));
  desk = app.get(SchoolDesk, { strict: false });
  details = app.get(SchoolDetails, { strict: false });
  operator = await makeOperator();
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

async function makeOperator(): Promise<RequestContext> {
  const id = randomUUID();
  await database.owner.query(
    `insert into account (id, audience, login, name, password_hash) values ($1, 'platform', 'op', '平台运营', 'none')`,
    [id],
  );
  return {
    actor: {
      accountId: id,
      audience: 'platform',
      displayName: '平台运营',
      grants: [{ role: 'operator', collegeIds: null, classIds: null }],
    },
    audience: 'platform',
    schoolId: null,
    schoolCode: null,
    scope: { kind: 'platform' },
    requestId: 'test',
    ip: null,
    device: null,
  };
}

let serial = 30000;
const body = (over: Partial<OpenSchoolBody> = {}): OpenSchoolBody => {
  const code = String((serial += 1));
  return {
    code,
    name: `新开大学${code}`,
    shortName: '新开',
    address: '学府路 1 号',
    centerName: '就业指导中心',
    centerPhone: '0731－8000 1200',
    firstCohort: {
      year: 2028,
      public: true,
      schedule: [{ key: '', label: '网签三方协议', from: '2027-10-08', to: '2028-06-30' }],
    },
    variant: 'V3',
    admin: { login: 'zx001', name: '秦 淑仪', phone: '138 0000 0021' },
    ...over,
  };
};
const rows = async <T extends object>(sql: string, params: unknown[]): Promise<T[]> =>
  (await database.owner.query<T & Record<string, unknown>>(sql, params)).rows;
const refusal = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => Promise.reject(new Error('was not refused')),
    (error: unknown) => error as AppError,
  );

describe('opening a school', () => {
  it('makes the school, its parameters, its cohort and its first administrator', async () => {
    const wanted = body();
    const opened = await desk.open(operator, wanted);
    expect(opened).toMatchObject({ code: wanted.code, adminLogin: 'zx001', initialPassword: expect.any(String) });
    expect(await details.detail(wanted.code)).toMatchObject({
      name: wanted.name,
      centerPhone: '0731-8000 1200',
      status: 'open',
      version: 1,
      policyVersion: 1,
      processLabel: expect.stringContaining('学生发起，单位签约；学院审核'),
      staff: 1,
      colleges: 0,
      cohorts: [{ year: 2028, open: true, classes: 0, students: 0, agreements: 0 }],
    });
    const [account] = await rows<Record<string, unknown>>(
      `select a.login, a.name, a.password_kind, a.phone_masked, a.phone_enc, g.role, g.college_ids, s.code
         from account a join account_grant g on g.account_id = a.id join school s on s.id = a.school_id
        where s.code = $1`,
      [wanted.code],
    );
    expect(account).toMatchObject({
      login: 'zx001',
      name: '秦淑仪',
      password_kind: 'initial',
      phone_masked: '138****0021',
      role: 'center_admin',
      college_ids: null,
    });
    const audit = await rows<{ body: object }>(
      `select body from audit_entry where aggregate_type = 'school' and school_id = (select id from school where code = $1)`,
      [wanted.code],
    );
    expect(audit).toHaveLength(1);
    expect(JSON.stringify(audit)).not.toContain('13800000021');
    expect(JSON.stringify(audit)).not.toContain(opened.initialPassword as string);
  });

  it.each<[string, (wanted: OpenSchoolBody) => OpenSchoolBody, string, string]>([
    ['a code that is taken', (w) => ({ ...w, code: '30001' }), 'NAME_TAKEN', 'code'],
    ['a name that is taken', (w) => ({ ...w, name: '新开大学30001' }), 'NAME_TAKEN', 'name'],
    ['a wrong telephone', (w) => ({ ...w, centerPhone: '打听' }), 'VALIDATION_FAILED', 'centerPhone'],
    ['a wrong phone', (w) => ({ ...w, admin: { ...w.admin, phone: '12' } }), 'VALIDATION_FAILED', 'admin.phone'],
    [
      'a far cohort',
      (w) => ({ ...w, firstCohort: { ...w.firstCohort, year: 2099 } }),
      'VALIDATION_FAILED',
      'firstCohort.year',
    ],
    [
      'a calendar that runs backwards',
      (w) => ({
        ...w,
        firstCohort: { ...w.firstCohort, schedule: [{ key: '', label: 'x', from: '2028-02-02', to: '2028-02-01' }] },
      }),
      'VALIDATION_FAILED',
      'firstCohort.schedule[0].to',
    ],
  ])('%s leaves nothing behind', async (_what, spoil, code, field) => {
    const before = await rows<{ n: number }>('select count(*)::int as n from school', []);
    const error = await refusal(desk.open(operator, spoil(body())));
    expect([error.code, error.errors?.[0]?.field]).toEqual([code, field]);
    expect(await rows('select count(*)::int as n from school', [])).toEqual(before);
  });

  it('of many at once with the same code, one opens', async () => {
    const wanted = body();
    const codes = await Promise.all(
      Array.from({ length: 10 }, (_, i) => codeOf(desk.open(operator, { ...wanted, name: `${wanted.name}${i}` }))),
    );
    expect(codes.filter((code) => code === 'OK')).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['OK', 'NAME_TAKEN']));
  });

  it('every variant is one that the school could have saved itself', async () => {
    for (const variant of ['V1', 'V2', 'V3', 'V4', 'V4e'] as const) {
      const wanted = body({ variant });
      await desk.open(operator, wanted);
      expect((await details.detail(wanted.code)).policyVersion).toBe(1);
    }
  });
});

describe('a school’s facts', () => {
  it('are changed by version; the code stays', async () => {
    const wanted = body();
    await desk.open(operator, wanted);
    const edit = { ...wanted, version: 1, name: `${wanted.name}（新）`, address: null };
    const { code: _code, firstCohort: _cohort, variant: _variant, admin: _admin, ...facts } = edit;
    expect(await desk.edit(operator, wanted.code, facts)).toMatchObject({
      name: facts.name,
      address: null,
      version: 2,
    });
    expect(await codeOf(desk.edit(operator, wanted.code, facts))).toBe('STALE_VERSION');
    expect(await codeOf(desk.edit(operator, '99999', facts))).toBe('NOT_FOUND');
    expect(await codeOf(desk.edit(operator, '30001', { ...facts, name: facts.name }))).toBe('NAME_TAKEN');
  });
});

describe('a closed school', () => {
  const PASSWORD = 'Qiancheng-2027';
  let world: World;
  let staff: RequestContext;

  beforeAll(async () => {
    world = await World.create(database.owner, app.get(FieldCipher, { strict: false }));
    staff = await world.staff('center_admin');
    await database.owner.query(
      'update account set password_hash = $2, activated_at = now(), phone_verified_at = now() where id = $1',
      [staff.actor.accountId, await app.get(PasswordHasher, { strict: false }).hash(PASSWORD)],
    );
  });

  const logIn = async (): Promise<{ status: number; code?: string }> => {
    const payload = { account: staff.actor.displayName, password: PASSWORD, schoolCode: world.schoolCode };
    const response = await app.inject({ method: 'POST', url: '/api/v1/teacher/session', payload });
    return { status: response.statusCode, code: (response.json() as { code?: string }).code };
  };
  const visit = async (token: string): Promise<number> =>
    (await app.inject({ url: '/api/v1/teacher/cohorts', cookies: { [accessCookie('teacher')]: token } })).statusCode;
  const session = async (): Promise<string> => {
    const sid = randomUUID();
    await database.owner.query(
      `insert into session (id, account_id, audience, refresh_hash, created_at, last_seen_at, absolute_until)
       values ($1, $2, 'teacher', '', $3, $3, $3::timestamptz + interval '12 hours')`,
      [sid, staff.actor.accountId, clock.now()],
    );
    return app.get(AccessTokens, { strict: false }).issue('teacher', { sid, sub: staff.actor.accountId ?? '' });
  };

  it('lets nobody in and ends who is in, keeps its data, and comes back as it was', async () => {
    const token = await session();
    expect(await visit(token)).toBe(200);
    const closed = await desk.close(operator, world.schoolCode, { version: 1, reason: '合同到期' });
    expect(closed).toMatchObject({ status: 'closed', closedReason: '合同到期', closedAt: clock.now() });
    expect(await visit(token)).toBe(401);
    expect(await logIn()).toEqual({ status: 403, code: 'SCHOOL_CLOSED' });
    expect(await codeOf(desk.close(operator, world.schoolCode, { version: 2, reason: '再来' }))).toBe('CONFLICT');
    const site = await app.inject({ url: '/api/v1/public/site' });
    expect(site.body).not.toContain(world.schoolCode);
    const opened = await desk.reopen(operator, world.schoolCode, { version: 2, reason: '续约' });
    expect(opened).toMatchObject({ status: 'open', closedReason: '', closedAt: null, colleges: 2 });
    expect((await logIn()).status).toBeLessThan(300);
    expect((await app.inject({ url: '/api/v1/public/site' })).body).toContain(world.schoolCode);
  });

  it('is no place to work for units that are settled there', async () => {
    const employer = await world.employer();
    const sid = randomUUID();
    await database.owner.query(
      `insert into session (id, account_id, audience, refresh_hash, created_at, last_seen_at, absolute_until)
       values ($1, $2, 'employer', '', $3, $3, $3::timestamptz + interval '12 hours')`,
      [sid, employer.accountId, clock.now()],
    );
    const token = app.get(AccessTokens, { strict: false }).issue('employer', { sid, sub: employer.accountId });
    const open = async (url: string) => app.inject({ url, cookies: { [accessCookie('employer')]: token } });
    const place = `/api/v1/employer/schools/${world.schoolCode}/cohorts/2027/cases`;
    expect((await open(place)).statusCode).toBe(200);
    await desk.close(operator, world.schoolCode, { version: 3, reason: '合同到期' });
    expect((await open(place)).statusCode).toBe(404);
    expect((await open('/api/v1/employer/workspaces')).body).not.toContain(world.schoolCode);
  });
});
