import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { WholeModule } from '../../../app.module.js';
import { bootScan } from '../../../platform/access/index.js';
import { verifyAudit } from '../../../platform/audit/index.js';
import { Clock, FakeClock } from '../../../platform/clock/index.js';
import type { AppConfig } from '../../../platform/config/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { createHttpApp } from '../../../platform/http/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../../platform/testing/index.js';
import { PasswordHasher } from '../../accounts/index.js';
import { ACCEPT, ALL_BLOCKS, goodValues, handwriting, SCHOOL } from '../testing/values.js';
import { testPolicy, World } from '../testing/world.js';
import type { CaseDetail } from './dto/case-detail.dto.js';

const PASSWORD = 'Qiancheng-2027';

let database: TestDatabase;
let config: AppConfig;
let app: NestFastifyApplication;
let world: World;

beforeAll(async () => {
  database = await createTestDatabase();
  config = testConfig(database.url);
  ({ app } = await createHttpApp(WholeModule.forRoot(config, new FakeClock()), config, bootScan));
  const cipher = app.get(FieldCipher, { strict: false });
  world = await World.create(database.owner, cipher, testPolicy({ sign: { reauth: 'password' } }));
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

interface Answer {
  status: number;
  body: CaseDetail & Record<string, unknown>;
}

/** One person at a browser: signed in, with cookies. */
class Visitor {
  private cookies = '';

  constructor(private readonly audience: string) {}

  async login(account: string, schoolCode?: string): Promise<this> {
    const reply = await app.inject({
      method: 'POST',
      url: `/api/v1/${this.audience}/session`,
      payload: { account, password: PASSWORD, ...(schoolCode ? { schoolCode } : {}) },
    });
    expect(reply.statusCode).toBe(200);
    this.cookies = reply.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    return this;
  }

  async call(method: 'GET' | 'POST' | 'PUT', path: string, payload?: object, key?: string): Promise<Answer> {
    const reply = await app.inject({
      method,
      url: `/api/v1/${this.audience}/${path}`,
      headers: { cookie: this.cookies, ...(key ? { 'idempotency-key': key } : {}) },
      ...(payload ? { payload } : {}),
    });
    return { status: reply.statusCode, body: reply.json() };
  }
}

async function setPassword(...accounts: (string | null)[]): Promise<void> {
  const hash = await app.get(PasswordHasher, { strict: false }).hash(PASSWORD);
  await database.owner.query('update account set password_hash = $2, password_at = $3 where id = any($1::uuid[])', [
    accounts,
    hash,
    app.get(Clock).now(),
  ]);
}

async function loginOf(accountId: string | null): Promise<string> {
  const { rows } = await database.owner.query<{ login: string }>('select login from account where id = $1', [
    accountId,
  ]);
  return rows[0]?.login ?? '';
}

it('goes from the invitation to the last seal over HTTP, and is no longer voided then', async () => {
  const [unit, person] = [await world.employer(), await world.student()];
  const college = await world.staff('college_admin', { college: 0 });
  const center = await world.staff('center_admin');
  await setPassword(unit.accountId, person.accountId, college.actor.accountId, center.actor.accountId);
  const hr = await new Visitor('employer').login(await loginOf(unit.accountId));
  const student = await new Visitor('student').login(person.no, world.schoolCode);
  const reviewer = await new Visitor('teacher').login(await loginOf(college.actor.accountId), world.schoolCode);
  const centre = await new Visitor('teacher').login(await loginOf(center.actor.accountId), world.schoolCode);
  const ws = `schools/${world.schoolCode}/cohorts/2027`;

  const found = await hr.call('GET', `${ws}/students?q=${person.no}`);
  expect(found.body['items']).toEqual([expect.objectContaining({ studentId: person.id })]);
  const created = await hr.call('POST', `${ws}/cases`, { studentId: person.id });
  expect(created.status).toBe(201);
  const { id } = created.body;
  const saved = await hr.call('PUT', `${ws}/cases/${id}/draft`, {
    version: created.body.version,
    values: goodValues(),
    confirmed: ALL_BLOCKS,
  });
  expect(saved.status).toBe(200);
  const sent = await hr.call('POST', `${ws}/cases/${id}/send`, { version: saved.body.version }, 'send-1');
  expect(sent).toMatchObject({ status: 200, body: { state: 'INVITED' } });
  // The same key and body: the same answer, nothing done twice.
  expect(await hr.call('POST', `${ws}/cases/${id}/send`, { version: saved.body.version }, 'send-1')).toEqual(sent);

  const version = sent.body.version;
  const without = await student.call('POST', `cases/${id}/accept`, { version, ...ACCEPT });
  expect(without).toMatchObject({ status: 403, body: { code: 'REAUTH_REQUIRED' } });
  const wrong = await student.call('POST', `cases/${id}/accept`, { version, ...ACCEPT, password: 'falsch' });
  expect(wrong).toMatchObject({ status: 403, body: { code: 'WRONG_PASSWORD' } });
  const accepted = await student.call('POST', `cases/${id}/accept`, { version, ...ACCEPT, password: PASSWORD });
  expect(accepted).toMatchObject({ status: 200, body: { state: 'REVIEW' } });

  const incomplete = await reviewer.call('POST', `cases/${id}/pass`, {
    version: accepted.body.version,
    school: { ...SCHOOL, postcode: '' },
  });
  expect(incomplete).toMatchObject({ status: 422, body: { code: 'REVIEW_FORM_INCOMPLETE' } });
  const first = await reviewer.call('POST', `cases/${id}/pass`, { version: accepted.body.version, school: SCHOOL });
  const ready = await centre.call('POST', `cases/${id}/pass`, { version: first.body.version, school: SCHOOL });
  expect(ready).toMatchObject({ status: 200, body: { state: 'SIGNING' } });

  const reading = await student.call('GET', `cases/${id}/reading`);
  expect(reading.body.contentHash).toBe(ready.body.contentHash);
  const signed = await student.call('POST', `cases/${id}/sign`, {
    version: ready.body.version,
    contentHash: reading.body.contentHash,
    consentVersion: reading.body.consentVersion,
    method: 'handwriting',
    strokes: handwriting(),
    password: PASSWORD,
  });
  expect(signed).toMatchObject({ status: 200, body: { state: 'SIGNING' } });
  let at = signed.body.version;
  for (const [who, slot] of [
    [reviewer, 'employer'],
    [reviewer, 'college'],
    [centre, 'school'],
  ] as const) {
    const checks = ['number', 'student_signature', 'employer_seal', 'college_seal'];
    const marked = await who.call('POST', `cases/${id}/slots/${slot}`, {
      version: at,
      checks,
      date: '2027-04-12',
      copies: 3,
    });
    expect(marked.status).toBe(200);
    at = marked.body.version;
  }
  expect((await student.call('GET', 'overview')).body).toMatchObject({ state: 'signed' });
  expect((await hr.call('GET', 'notifications/unread-count')).body['unread']).toBeGreaterThan(3);

  const late = await centre.call('POST', `cases/${id}/void`, {
    version: at,
    reasonCode: 'duplicate',
    reasonText: '重复签约',
    confirmDigits: ready.body.agreementNo?.split('-')[3],
    password: PASSWORD,
  });
  expect(late).toMatchObject({ status: 409, body: { code: 'WRONG_STATE' } });
});

it('voids with reason, digits and password; one of fifty', async () => {
  const [unit, person] = [await world.employer(), await world.student()];
  const [college, center] = [await world.staff('college_admin', { college: 0 }), await world.staff('center_admin')];
  await setPassword(unit.accountId, person.accountId, college.actor.accountId, center.actor.accountId);
  const hr = await new Visitor('employer').login(await loginOf(unit.accountId));
  const student = await new Visitor('student').login(person.no, world.schoolCode);
  const reviewer = await new Visitor('teacher').login(await loginOf(college.actor.accountId), world.schoolCode);
  const centre = await new Visitor('teacher').login(await loginOf(center.actor.accountId), world.schoolCode);
  const ws = `schools/${world.schoolCode}/cohorts/2027`;
  const draft = await hr.call('POST', `${ws}/cases`, { studentId: person.id });
  const { id } = draft.body;
  await hr.call('PUT', `${ws}/cases/${id}/draft`, { version: 1, values: goodValues(), confirmed: ALL_BLOCKS });
  await hr.call('POST', `${ws}/cases/${id}/send`, { version: 2 });
  await student.call('POST', `cases/${id}/accept`, { version: 3, ...ACCEPT, password: PASSWORD });
  await reviewer.call('POST', `cases/${id}/pass`, { version: 4, school: SCHOOL });
  const ready = await centre.call('POST', `cases/${id}/pass`, { version: 5, school: SCHOOL });
  const body = {
    version: ready.body.version,
    reasonCode: 'resign',
    reasonText: '单位所在地填错，双方书面同意重签',
    confirmDigits: ready.body.agreementNo?.split('-')[3],
    password: PASSWORD,
  };
  expect(await reviewer.call('POST', `cases/${id}/void`, body)).toMatchObject({
    status: 403,
    body: { code: 'FORBIDDEN' },
  });
  const digits = await centre.call('POST', `cases/${id}/void`, { ...body, confirmDigits: '000000' });
  expect(digits).toMatchObject({ status: 422, body: { code: 'CONFIRM_DIGITS_MISMATCH' } });
  const all = await Promise.all(Array.from({ length: 50 }, () => centre.call('POST', `cases/${id}/void`, body)));
  expect(all.filter((answer) => answer.status === 200)).toHaveLength(1);
  expect(new Set(all.map((answer) => answer.status))).toEqual(new Set([200, 409]));
  const { rows } = await database.owner.query("select 1 from case_event where case_id = $1 and action = 'void'", [id]);
  expect(rows).toHaveLength(1);
  const seen = await student.call('GET', `cases/${id}`);
  expect(seen.body).toMatchObject({ state: 'VOIDED', stateLabel: '已作废' });
  expect(seen.body.events.at(-1)).toMatchObject({ reasonText: body.reasonText });
});

it('leaves chains that verify', async () => {
  const found = await verifyAudit(config);
  expect(found).toMatchObject({ ok: true, broken: [] });
  expect(found.checked).toBeGreaterThan(15);
});
