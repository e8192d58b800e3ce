import {
  CODE,
  DATA,
  type Hr,
  NAME,
  OTHER_CODE,
  PASSWORD,
  registrationApp,
  type RegistrationApp,
  SCHOOLS,
} from '../testing/registration-app.js';
import { PRIVACY_NOTICE } from '@qiancheng/shared';
import { openWhileHashing } from '../testing/hashing.js';
import type { DraftAnswer, LookUpView, SubmittedView } from './http/wizard.dto.js';

let kit: RegistrationApp;
beforeAll(async () => {
  kit = await registrationApp();
});
afterAll(() => kit.close());
beforeEach(() => kit.reset());

const rows = async (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  (await kit.database.owner.query<Record<string, unknown>>(sql, values)).rows;

async function visitor(path?: string): Promise<Hr> {
  const hr = kit.hr();
  expect((await hr.begin(path)).status).toBe(201);
  return hr;
}

describe('the look-up', () => {
  test.each([
    ['unknown', null, ['register']],
    ['provisional', 'claimable', ['register']],
    ['rejected', 'claimable', ['register']],
    ['verified', 'certified', ['takeover']],
    ['cancelled', 'gone', []],
  ])('a unit that is %s', async (status, standing, paths) => {
    if (standing) await kit.unit({ creditCode: CODE, status });
    const { body } = await kit.hr().lookUp<LookUpView>();
    expect(body).toMatchObject({ standing: standing ?? 'unknown', paths, name: standing ? NAME : null });
  });

  test('tells nothing about people', async () => {
    await kit.unit({ creditCode: CODE, status: 'verified' }, 'zhoumin');
    const { body } = await kit.hr().lookUp<LookUpView>();
    expect(Object.keys(body).sort()).toEqual(['creditCode', 'name', 'paths', 'standing']);
    expect(body).toMatchObject({ standing: 'administered', paths: ['join', 'takeover'] });
  });

  test('asks for a proof of work, each once', async () => {
    const hr = kit.hr();
    const captcha = await hr.captcha();
    expect((await hr.post('registration/look-up', { creditCode: CODE, captcha: 'made up' })).body.code).toBe(
      'CAPTCHA_FAILED',
    );
    expect((await hr.post('registration/look-up', { creditCode: CODE, captcha })).status).toBe(200);
    expect((await hr.post('registration/look-up', { creditCode: CODE, captcha })).body.code).toBe('CAPTCHA_FAILED');
  });

  test('a wrong code costs nothing', async () => {
    const { status, body } = await kit.hr().lookUp(`${CODE.slice(0, 17)}4`);
    expect([status, body.errors[0]?.field]).toEqual([422, 'creditCode']);
  });

  test('one unit is not asked for without end, from wherever', async () => {
    let refused = 0;
    for (let i = 0; i < 62; i += 1) {
      const hr = kit.hr();
      hr.address = `10.1.0.${i}`;
      if ((await hr.lookUp()).status === 429) refused += 1;
    }
    expect(refused).toBe(2);
    expect((await kit.hr().lookUp(OTHER_CODE)).status).toBe(200);
  });
});

describe('before there is an account', () => {
  test('the draft survives the browser, and nobody else has it', async () => {
    const hr = await visitor();
    const { body } = await hr.get<DraftAnswer>('registration/visit');
    await hr.put('registration/visit/contact', { version: body.draft?.version, login: 'zhoumin', person: '周敏' });
    hr.closeBrowser();
    const again = await hr.get<DraftAnswer>('registration/visit');
    expect(again.body.draft).toMatchObject({ name: NAME, contact: { login: 'zhoumin', person: '周敏' } });
    expect((await kit.hr().get<DraftAnswer>('registration/visit')).body.draft).toBeNull();
    const stored = await rows('select encode(token_mac, $1) as mac from registration_draft', ['base64']);
    expect(JSON.stringify(stored)).not.toContain(hr.jar.get('qc_registration'));
  });

  test('it ends after thirty days', async () => {
    const hr = await visitor();
    kit.clock.advance(31 * 86_400_000);
    expect((await hr.get<DraftAnswer>('registration/visit')).body.draft).toBeNull();
  });

  test('two tabs do not overwrite one another', async () => {
    const hr = await visitor();
    const { body } = await hr.get<DraftAnswer>('registration/visit');
    const save = (login: string) =>
      hr.put('registration/visit/contact', { version: body.draft?.version, login, person: '' });
    expect((await save('first')).status).toBe(200);
    expect((await save('second')).body).toMatchObject({ code: 'STALE_VERSION', currentVersion: 2 });
  });

  test('a code proves the phone that it was sent to, for this draft alone', async () => {
    const [hr, other] = [await visitor(), await visitor()];
    const { body } = await hr.post<{ codeId: string }>('registration/visit/codes', {
      channel: 'sms',
      target: '13800000021',
    });
    const wrong = await other.post('registration/visit/codes/check', {
      channel: 'sms',
      codeId: body.codeId,
      code: '000000',
    });
    expect(wrong.body.code).toBe('CODE_EXPIRED');
    kit.clock.advance(61_000);
    await hr.prove('sms', '13800000021');
    const { body: draft } = await hr.get<DraftAnswer>('registration/visit');
    expect(draft.draft?.contact?.phoneMasked).toBe('138****0021');
    expect(JSON.stringify(await rows('select * from registration_draft'))).not.toContain('13800000021');
  });

  test('there is no account without proven contacts and the present notice', async () => {
    const hr = await visitor();
    const account = {
      version: 1,
      login: 'zhoumin',
      person: '周敏',
      password: PASSWORD,
      noticeVersion: PRIVACY_NOTICE.version,
    };
    const { body } = await hr.post('registration/visit/account', account);
    expect(body.errors.map((error) => error.field)).toEqual(['phone', 'email']);
    const old = await hr.post('registration/visit/account', { ...account, noticeVersion: '2020' });
    expect(old.body.code).toBe('CONSENT_OUTDATED');
    expect(await rows(`select 1 from account where login = 'zhoumin'`)).toEqual([]);
  });

  test('the account signs in, keeps what was agreed to, and takes the draft along', async () => {
    const hr = await visitor();
    const { status, body } = await hr.openAccount('zhoumin');
    expect([status, body]).toMatchObject([201, { roles: [{ code: 'employer_applicant' }], company: null }]);
    expect(hr.jar.has('qc_registration')).toBe(false);
    const { body: draft } = await hr.get<DraftAnswer>('registration/draft');
    expect(draft.draft).toMatchObject({ name: NAME, contact: null, path: 'register' });
    expect(await rows('select notice, version from privacy_consent')).toEqual([
      { notice: 'employer_person', version: PRIVACY_NOTICE.version },
    ]);
    expect(await rows('select 1 from registration_draft where phone_enc is not null or email is not null')).toEqual([]);
  });

  test('the password is hashed while no transaction is open', async () => {
    const hr = await visitor();
    expect(await openWhileHashing(kit.app, kit.database, () => hr.openAccount('patient'))).toEqual({
      hashes: 1,
      transactions: [],
    });
    kit.clock.advance(61_000);
  });

  test('a login that is taken is said on its field, and nothing of the draft is lost', async () => {
    await (await visitor()).openAccount('taken');
    kit.clock.advance(61_000);
    const hr = await visitor();
    const { status, body } = await hr.openAccount('Taken');
    expect([status, body.errors]).toMatchObject([409, [{ field: 'login' }]]);
    const { body: kept } = await hr.get<DraftAnswer>('registration/visit');
    expect(kept.draft?.contact?.email).toBe('taken@example.com');
  });

  test('a path that is not open to the unit leads on', async () => {
    await kit.unit({ creditCode: CODE, status: 'verified' }, 'admin1');
    expect((await kit.hr().begin('register')).body).toMatchObject({ code: 'CONFLICT', standing: 'administered' });
    expect((await kit.hr().begin('join', OTHER_CODE)).body).toMatchObject({ code: 'CONFLICT', standing: 'unknown' });
    expect((await kit.hr().begin('join')).body.draft).toMatchObject({ path: 'join', name: NAME });
  });

  test('one address does not register without end', async () => {
    const answers: number[] = [];
    for (let i = 0; i < 32; i += 1) answers.push((await kit.hr().begin()).status);
    expect(answers.filter((status) => status === 429)).toHaveLength(2);
  });
});

describe('handing in', () => {
  test('makes unit, certification, settlement, membership and history at once, and takes the draft away', async () => {
    const hr = kit.hr();
    const { status, body } = await hr.register<SubmittedView>('zhoumin');
    expect([status, body.path]).toEqual([200, 'register']);
    expect(await rows('select status, name, nature_code from employer where id = $1', [body.employerId])).toEqual([
      { status: 'provisional', name: NAME, nature_code: '' },
    ]);
    expect(await rows('select kind, status, data, sla_due_at from employer_certification')).toMatchObject([
      { kind: 'initial', status: 'submitted', data: { name: NAME, industryCode: '22' } },
    ]);
    expect(await rows('select status, services from employer_school')).toEqual([
      { status: 'waiting', services: SCHOOLS[0]?.services },
    ]);
    expect(await rows('select role, status from employer_member')).toEqual([
      { role: 'employer_admin', status: 'active' },
    ]);
    expect((await rows('select action from employer_event order by at, id')).map((row) => row['action'])).toEqual([
      'unit.register',
      'member.establish',
      'certification.submit',
      'settlement.apply_waiting',
    ]);
    expect(await rows(`select title from notification where about_kind = 'certification'`)).toHaveLength(1);
    expect((await hr.get<DraftAnswer>('registration/draft')).body.draft).toBeNull();
    const session = await hr.get<{ company: { name: string; status: string } }>('session');
    expect(session.body.company).toMatchObject({ name: NAME, status: 'provisional' });
  });

  test('names everything that is missing, and keeps the draft', async () => {
    const hr = await visitor();
    await hr.openAccount('half');
    const { body } = await hr.get<DraftAnswer>('registration/draft');
    const refused = await hr.post('registration/draft/submit', { version: body.draft?.version });
    const fields = refused.body.errors.map((error) => error.field);
    expect(refused.status).toBe(422);
    expect(fields).toEqual(
      expect.arrayContaining(['data.natureCode', 'data.address', 'files.licence', 'files.authorisation', 'schools']),
    );
    expect(fields).not.toContain('data.creditCode');
    expect(await rows('select 1 from employer')).toEqual([]);
    expect((await hr.get<DraftAnswer>('registration/draft')).body.draft).not.toBeNull();
  });

  test('a school shows its running licence', async () => {
    const hr = await visitor();
    await hr.openAccount('teacher1');
    const version = await hr.fillIn({ ...DATA, natureCode: '22' });
    const refused = await hr.post('registration/draft/submit', { version });
    expect(refused.body.errors.map((error) => error.field)).toEqual(['files.schoolLicence']);
    await hr.upload('registration/draft/files/schoolLicence');
    expect((await hr.post('registration/draft/submit', { version })).status).toBe(200);
  });

  test('of two who register the same code at once, one does, and the other is led to join', async () => {
    const people = [kit.hr(), kit.hr(), kit.hr(), kit.hr()];
    const versions: number[] = [];
    for (const [i, hr] of people.entries()) {
      await hr.begin();
      await hr.openAccount(`racer${i}`);
      versions.push(await hr.fillIn());
    }
    const answers = await Promise.all(
      people.map((hr, i) => hr.post('registration/draft/submit', { version: versions[i] })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409]);
    const refused = answers.filter((answer) => answer.status === 409);
    expect(refused.map((answer) => answer.body.standing)).toEqual(['administered', 'administered', 'administered']);
    expect(await rows('select 1 from employer')).toHaveLength(1);
    expect(await rows('select 1 from employer_member')).toHaveLength(1);
    expect(await rows('select 1 from employer_certification')).toHaveLength(1);
    expect(await rows('select 1 from registration_draft')).toHaveLength(3);
  });

  test('pressed twice, it happens once', async () => {
    const hr = await visitor();
    await hr.openAccount('twice');
    const version = await hr.fillIn();
    const answers = await Promise.all([1, 2, 3].map(() => hr.post('registration/draft/submit', { version })));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(await rows('select 1 from employer_certification')).toHaveLength(1);
  });

  test('another tab that has saved meanwhile is not lost', async () => {
    const hr = await visitor();
    await hr.openAccount('tabs');
    const version = await hr.fillIn();
    const tab = hr.copy();
    const saved = await tab.put<DraftAnswer>('registration/draft', {
      version,
      data: { ...DATA, address: '另一个地址 2 号' },
      schools: SCHOOLS,
      message: '',
    });
    const refused = await hr.post('registration/draft/submit', { version });
    expect(refused.body).toMatchObject({ code: 'STALE_VERSION', currentVersion: saved.body.draft?.version });
    expect(await rows('select 1 from employer')).toEqual([]);
  });

  test('a unit that the directory knows is claimed, and keeps its name until it is certified', async () => {
    await kit.unit({ creditCode: CODE, status: 'provisional', name: '湘江精密' });
    const { body } = await kit.hr().register<SubmittedView>('claimer');
    expect(await rows('select name, status from employer')).toEqual([{ name: '湘江精密', status: 'provisional' }]);
    expect(await rows('select data ->> $1 as name from employer_certification', ['name'])).toEqual([{ name: NAME }]);
    expect(
      await rows('select action from employer_event where employer_id = $1 and action like $2', [
        body.employerId,
        'unit%',
      ]),
    ).toEqual([{ action: 'unit.claim' }]);
  });

  test('a unit that can sign is not claimed: a letter is looked at first', async () => {
    await kit.unit({ creditCode: CODE, status: 'verified' });
    expect((await kit.hr().begin('register')).body.standing).toBe('certified');
    const hr = await visitor('takeover');
    await hr.openAccount('newadmin');
    const { body } = await hr.get<DraftAnswer>('registration/draft');
    const without = await hr.post('registration/draft/submit', { version: body.draft?.version });
    expect(without.body.errors.map((error) => error.field)).toEqual(['files.authorisation']);
    await hr.upload('registration/draft/files/authorisation');
    expect((await hr.post('registration/draft/submit', { version: body.draft?.version })).status).toBe(200);
    expect(await rows('select kind, status from employer_certification')).toEqual([
      { kind: 'takeover', status: 'submitted' },
    ]);
    // Until the operator has decided, nothing of the unit is theirs.
    expect(await rows('select 1 from employer_member')).toEqual([]);
    expect((await hr.get('company')).status).toBe(403);
  });

  test('whose registration was refused loses the unit to who registers it next', async () => {
    const first = await kit.hr().register<SubmittedView>('refused1');
    await kit.database.owner.query(`update employer set status = 'rejected'`);
    await kit.database.owner.query(`update employer_certification set status = 'rejected'`);
    const second = await kit.hr().register<SubmittedView>('rightful1');
    expect(second.body.employerId).toBe(first.body.employerId);
    expect(
      await rows(
        `select a.login, m.status from employer_member m join account a on a.id = m.account_id order by a.login`,
      ),
    ).toEqual([
      { login: 'refused1', status: 'removed' },
      { login: 'rightful1', status: 'active' },
    ]);
  });

  test('whoever was refused begins again with what they had filled in', async () => {
    const hr = kit.hr();
    await hr.register('again1');
    await kit.database.owner.query(`update employer set status = 'rejected'`);
    await kit.database.owner.query(`update employer_certification set status = 'rejected'`);
    const { body } = await hr.post<DraftAnswer>('registration/draft', {
      name: '湘江精密有限公司',
      creditCode: CODE,
      path: 'register',
    });
    expect(body.draft?.data).toMatchObject({ name: '湘江精密有限公司', address: DATA.address });
    expect(body.draft?.files.map((file) => file.kind)).toEqual(['licence', 'authorisation']);
  });
});

describe('joining', () => {
  async function joiner(login: string): Promise<Hr> {
    const hr = await visitor('join');
    await hr.openAccount(login);
    return hr;
  }

  test('asks the administrators, and shows nothing of the unit before they agree', async () => {
    const employerId = await kit.unit({ creditCode: CODE, status: 'verified' }, 'boss1');
    const hr = await joiner('colleague1');
    const saved = await hr.put<DraftAnswer>('registration/draft', {
      version: 2,
      data: DATA,
      schools: [],
      message: '我是校招组的周敏',
    });
    const { status } = await hr.post('registration/draft/submit', { version: saved.body.draft?.version });
    expect(status).toBe(200);
    expect(
      await rows(`select status, message, role from employer_member where employer_id = $1 and status = 'requested'`, [
        employerId,
      ]),
    ).toEqual([{ status: 'requested', message: '我是校招组的周敏', role: 'employer_member' }]);
    expect(
      await rows(
        `select a.login from notification n join account a on a.id = n.account_id where n.event = 'member_requested'`,
      ),
    ).toEqual([{ login: 'boss1' }]);
    expect((await hr.get('company')).status).toBe(403);
  });

  test('is asked once, may be taken back, and asked again', async () => {
    await kit.unit({ creditCode: CODE, status: 'verified' }, 'boss2');
    const hr = await joiner('colleague2');
    await hr.post('registration/draft/submit', { version: 2 });
    const again = await hr.post('registration/draft', { name: NAME, creditCode: CODE, path: 'join' });
    expect([again.status, again.body.detail]).toMatchObject([409, expect.stringContaining('正在等管理员')]);
    const { body } = await hr.get<{ joins: { employerId: string; version: number; actions: string[] }[] }>(
      'registration/status',
    );
    expect(body.joins).toMatchObject([{ actions: ['cancel'] }]);
    const join = body.joins[0];
    const cancelled = await hr.post<{ joins: unknown[] }>(`registration/joins/${join?.employerId}/cancel`, {
      version: join?.version,
    });
    expect(cancelled.body.joins).toEqual([]);
    expect((await hr.post('registration/draft', { name: NAME, creditCode: CODE, path: 'join' })).status).toBe(201);
  });
});

describe('files of a draft', () => {
  test('are looked into, shown to their owner alone, replaced and cleared', async () => {
    const hr = await visitor();
    await hr.openAccount('filer1');
    const refused = await hr.upload('registration/draft/files/licence', Buffer.from('MZ not a picture'), '执照.jpg');
    expect(refused.body.code).toBe('FILE_TYPE_REFUSED');
    const { body } = await hr.upload<DraftAnswer>('registration/draft/files/licence');
    expect(body.draft?.files).toMatchObject([{ kind: 'licence', name: '执照副本.png', mime: 'image/png' }]);
    const shown = await hr.get('registration/draft/files/licence?inline=true');
    expect([shown.status, shown.headers['content-type']]).toEqual([200, 'image/png']);
    const other = await visitor();
    await other.openAccount('filer2');
    expect((await other.get('registration/draft/files/licence')).status).toBe(404);
    expect((await hr.remove<DraftAnswer>('registration/draft/files/licence')).body.draft?.files).toEqual([]);
    expect((await hr.get('registration/draft/files/licence')).status).toBe(404);
    expect((await hr.get('registration/draft/files/passport')).status).toBe(404);
  });

  test('need an account: a visitor stores nothing here', async () => {
    const hr = await visitor();
    expect((await hr.upload('registration/draft/files/licence')).status).toBe(401);
  });
});

test('schools are found by a part of the name, and only those that are open', async () => {
  const hr = await visitor();
  await hr.openAccount('searcher1');
  const find = async (q: string) =>
    (
      await hr.get<{ items: { schoolCode: string }[] }>(`registration/schools?q=${encodeURIComponent(q)}`)
    ).body.items.map((school) => school.schoolCode);
  expect(await find('')).toEqual(['10001', '10002']);
  expect(await find('云麓')).toEqual(['10001']);
  expect(await find('10002')).toEqual(['10002']);
  expect(await find('江月')).toEqual([]);
  expect(await find('%')).toEqual([]);
});

test('a draft begun as a visitor goes on after signing in with an account that was there', async () => {
  await kit.unit({ creditCode: OTHER_CODE, status: 'verified' }, 'oldhand');
  const hr = await visitor();
  await hr.login('oldhand');
  const { body } = await hr.post<DraftAnswer>('registration/draft/adopt');
  expect(body.draft).toMatchObject({ name: NAME, contact: null });
  expect(hr.jar.has('qc_registration')).toBe(false);
});
