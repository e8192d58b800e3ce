import { CERTIFICATION_STATUSES, type CertificationStatus } from '@qiancheng/shared';
import {
  CODE,
  DATA,
  type Hr,
  NAME,
  OTHER_CODE,
  registrationApp,
  type RegistrationApp,
} from '../testing/registration-app.js';
import type { CertificationView, RegistrationStatus } from './http/status.dto.js';

let kit: RegistrationApp;
beforeAll(async () => {
  kit = await registrationApp();
});
afterAll(() => kit.close());
beforeEach(() => kit.reset());

const owner = (sql: string, values: unknown[] = []) => kit.database.owner.query<Record<string, unknown>>(sql, values);

interface Registered {
  hr: Hr;
  id: string;
  version: number;
}

/** A registration that stands at this status, as the operator has left it. */
async function registered(login: string, status: CertificationStatus, creditCode = CODE): Promise<Registered> {
  const hr = kit.hr();
  expect((await hr.register(login, creditCode)).status).toBe(200);
  const { rows } = await owner(
    `update employer_certification c set status = $2, reasons = $3, version = 7 from account a
      where a.id = c.applicant_id and a.login = $1 returning c.id`,
    [
      login,
      status,
      JSON.stringify(status === 'returned' ? [{ field: 'authorisation', code: 'no_seal', text: '也没有日期' }] : []),
    ],
  );
  return { hr, id: String(rows[0]?.['id']), version: 7 };
}

const statusOf = async (id: string): Promise<unknown> =>
  (await owner('select status from employer_certification where id = $1', [id])).rows[0]?.['status'];

const ACTS = {
  submit: ['draft', 'returned', 'withdrawn'],
  withdraw: ['submitted', 'returned'],
} as const;

describe.each(Object.entries(ACTS))('%s', (act, from) => {
  test.each(CERTIFICATION_STATUSES.map((status) => [status, (from as readonly string[]).includes(status)] as const))(
    'from %s: %s',
    async (status, allowed) => {
      const { hr, id, version } = await registered('acts', status);
      const { status: http, body } = await hr.post<CertificationView>(`certifications/${id}/${act}`, { version });
      if (allowed) expect([http, body.status]).toEqual([200, act === 'submit' ? 'submitted' : 'withdrawn']);
      else expect([http, body.code, await statusOf(id)]).toEqual([409, 'NOT_ALLOWED_NOW', status]);
    },
  );

  test('of parallel calls one wins, and there is one row of history', async () => {
    const { hr, id, version } = await registered('parallel', from[from.length - 1] ?? 'returned');
    const before = (await owner('select 1 from employer_event where certification_id = $1', [id])).rowCount ?? 0;
    const calls = Array.from({ length: 10 }, () => hr.post(`certifications/${id}/${act}`, { version }));
    const answers = await Promise.all(calls);
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(9);
    expect((await owner('select 1 from employer_event where certification_id = $1', [id])).rowCount).toBe(before + 1);
  });

  test('an old version does nothing', async () => {
    const { hr, id } = await registered('stale', 'returned');
    const { body } = await hr.post(`certifications/${id}/${act}`, { version: 6 });
    expect(body).toMatchObject({ code: 'STALE_VERSION', currentVersion: 7 });
    expect(await statusOf(id)).toBe('returned');
  });
});

test('what was sent again starts its term anew and is free of the old findings', async () => {
  const { hr, id, version } = await registered('again', 'returned');
  kit.clock.set('2028-04-13T02:00:00Z');
  await hr.login('again');
  const { body } = await hr.post<CertificationView>(`certifications/${id}/submit`, { version });
  expect(body).toMatchObject({ findings: [], dueAt: '2028-04-18T15:59:59.999Z', version: version + 1 });
});

describe('repairing', () => {
  test('what was returned is edited, saved and completed', async () => {
    const { hr, id, version } = await registered('repair', 'returned');
    const { body: before } = await hr.get<CertificationView>(`certifications/${id}`);
    const finding = { field: 'authorisation', label: '账号授权书', words: '没有盖公章：也没有日期' };
    expect(before.findings).toEqual([{ ...finding, repaired: false }]);
    const data = { ...DATA, name: '湘江精密（长沙）有限公司' };
    const saved = await hr.put<CertificationView>(`certifications/${id}`, { version, data });
    expect(saved.body.data.name).toBe('湘江精密（长沙）有限公司');
    expect(saved.body.findings).toEqual([{ ...finding, repaired: false }]);
    const oldFile = before.files.find((file) => file.kind === 'authorisation')?.fileId;
    const filed = await hr.upload<CertificationView>(`certifications/${id}/files/authorisation`);
    expect(filed.body.files.find((file) => file.kind === 'authorisation')?.fileId).not.toBe(oldFile);
    expect(filed.body.findings).toEqual([{ ...finding, repaired: true }]);
    expect((await hr.post(`certifications/${id}/submit`, { version: saved.body.version })).status).toBe(200);
  });

  test('what lacks a paper is not sent', async () => {
    const { hr, id, version } = await registered('lacks', 'returned');
    await hr.remove(`certifications/${id}/files/licence`);
    const { status, body } = await hr.post(`certifications/${id}/submit`, { version });
    expect([status, body.errors.map((error) => error.field)]).toEqual([422, ['files.licence']]);
  });

  test.each(['submitted', 'approved', 'rejected'] as const)('nothing changes while it is %s', async (status) => {
    const { hr, id, version } = await registered('closed', status);
    const refused = [
      await hr.put(`certifications/${id}`, { version, data: DATA }),
      await hr.upload(`certifications/${id}/files/licence`),
      await hr.remove(`certifications/${id}/files/licence`),
    ];
    expect(refused.map((answer) => answer.body.code)).toEqual(Array(3).fill('NOT_ALLOWED_NOW'));
  });

  test('two tabs do not overwrite one another', async () => {
    const { hr, id, version } = await registered('tabs', 'returned');
    const tab = hr.copy();
    expect((await hr.put(`certifications/${id}`, { version, data: DATA })).status).toBe(200);
    const late = await tab.put(`certifications/${id}`, { version, data: { ...DATA, address: '别处' } });
    expect(late.body).toMatchObject({ code: 'STALE_VERSION', currentVersion: version + 1 });
  });
});

describe('who reaches it', () => {
  test('strangers, members without office and former administrators do not', async () => {
    const { id } = await registered('holder', 'approved');
    const stranger = (await registered('stranger', 'returned', OTHER_CODE)).hr;
    const employerId = (await owner('select employer_id from employer_certification where id = $1', [id])).rows[0]?.[
      'employer_id'
    ];
    const paths = [`certifications/${id}`, `certifications/${id}/files/licence`];
    for (const path of paths) expect((await stranger.get(path)).status).toBe(404);
    await owner(
      `insert into employer_member (account_id, employer_id, role) select id, $1, 'employer_member' from account where login = 'stranger'`,
      [employerId],
    );
    for (const path of paths) expect((await stranger.get(path)).status).toBe(404);
    await owner(`update employer_member set role = 'employer_admin' where employer_id = $1`, [employerId]);
    for (const path of paths) expect((await stranger.get(path)).status).toBe(200);
    await owner(`update employer_member set status = 'removed' where employer_id = $1`, [employerId]);
    for (const path of paths) expect((await stranger.get(path)).status).toBe(404);
    const holder = await kit.hr().login('holder');
    for (const path of paths) expect((await holder.get(path)).status).toBe(404);
  });

  test('a takeover is its applicant’s alone', async () => {
    await kit.unit({ creditCode: CODE, status: 'verified' }, 'present');
    const hr = kit.hr();
    await hr.begin('takeover');
    await hr.openAccount('newcomer');
    await hr.upload('registration/draft/files/authorisation');
    expect((await hr.post('registration/draft/submit', { version: 2 })).status).toBe(200);
    const { body } = await hr.get<RegistrationStatus>('registration/status');
    const application = body.applications[0];
    expect(application).toMatchObject({ kind: 'takeover', status: 'submitted', name: NAME, schools: [] });
    const present = await kit.hr().login('present');
    expect((await present.get(`certifications/${application?.id}`)).status).toBe(404);
    const told = await owner(
      `select event from notification n join account a on a.id = n.account_id where a.login = 'present'`,
    );
    expect(told.rows).toEqual([{ event: 'takeover_requested' }]);
  });
});

describe('the status page', () => {
  test('says where it stands, until when, and how many are before it', async () => {
    await registered('first', 'submitted', OTHER_CODE);
    kit.clock.advance(120_000);
    const { hr } = await registered('second', 'submitted');
    const { body } = await hr.get<RegistrationStatus>('registration/status');
    expect(body.applications).toMatchObject([
      {
        kind: 'initial',
        status: 'submitted',
        ahead: 1,
        submittedBy: '周敏',
        actions: ['withdraw'],
        schools: [{ schoolName: '云麓大学', status: 'waiting', words: [] }],
      },
    ]);
    expect(body.resultsTo).toHaveLength(2);
    expect(JSON.stringify(body)).not.toContain('second@example.com');
  });

  test('each school has its own line, with its words', async () => {
    const { hr, id } = await registered('lines', 'approved');
    await owner(
      `update employer_school set status = 'returned', reasons = '[{"code":"unreachable","text":""},{"code":"other","text":"请来电"}]'
        where employer_id = (select employer_id from employer_certification where id = $1)`,
      [id],
    );
    const { body } = await hr.get<RegistrationStatus>('registration/status');
    expect(body.applications[0]?.schools).toMatchObject([{ status: 'returned', words: ['联系不上', '请来电'] }]);
  });

  test('a reminder waits for the deadline, and is sent once a day', async () => {
    const { hr, id } = await registered('hurry', 'submitted');
    expect((await hr.post(`certifications/${id}/remind`)).body.code).toBe('NOT_ALLOWED_NOW');
    kit.clock.advance(8 * 86_400_000);
    await hr.login('hurry');
    const { body } = await hr.get<RegistrationStatus>('registration/status');
    expect(body.applications[0]?.actions).toContain('remind');
    expect((await hr.post(`certifications/${id}/remind`)).status).toBe(200);
    expect((await hr.post(`certifications/${id}/remind`)).body.detail).toContain('今天已经催过');
  });
});
