import { CODE, type Hr, NAME, OTHER_CODE, registrationApp, type RegistrationApp } from '../testing/registration-app.js';
import type { CertificationView } from '../certification/http/status.dto.js';
import type { CompanyProfile } from './http/company.dto.js';

let kit: RegistrationApp;
let admin: Hr;
let employerId: string;
beforeAll(async () => {
  kit = await registrationApp();
});
afterAll(() => kit.close());
beforeEach(async () => {
  await kit.reset();
  employerId = await kit.unit({ creditCode: CODE, status: 'verified' }, 'admin', 'second', 'member');
  await owner(
    `update employer_member set role = 'employer_member' where account_id = (select id from account where login = 'member')`,
  );
  admin = await kit.hr().login('admin');
});

const owner = (sql: string, values: unknown[] = []) => kit.database.owner.query<Record<string, unknown>>(sql, values);

const BASIC = {
  natureCode: '39',
  industryCode: '34',
  sizeCode: '6',
  registeredCapital: 500,
  tags: ['listed'],
  landline: '0731-80001111',
  unitEmail: 'office@example.com',
  recruitEmail: 'jobs@example.com',
  postcode: '410001',
  intro: '做精密制造。',
};

describe('basic data', () => {
  test('are changed at once, by an administrator, and leave a trace', async () => {
    const { status, body } = await admin.put<CompanyProfile>('company', { version: 1, ...BASIC });
    expect([status, body.version]).toEqual([200, 2]);
    expect(body.data).toMatchObject({ industryCode: '34', tags: ['listed'], registeredCapital: 500, name: NAME });
    const { rows } = await owner(`select action, note from employer_event where employer_id = $1`, [employerId]);
    expect(rows).toMatchObject([{ action: 'profile.change', note: expect.stringContaining('所属行业') }]);
  });

  test('a member reads and does not write', async () => {
    const member = await kit.hr().login('member');
    const { body } = await member.get<CompanyProfile>('company');
    expect(body).toMatchObject({ writable: false, papers: [], change: null, data: { name: NAME } });
    const refused = [
      await member.put('company', { version: 1, ...BASIC }),
      await member.upload('company/logo'),
      await member.post('company/change'),
      await member.get('company/papers/licence'),
    ];
    expect(refused.map((answer) => answer.status)).toEqual([403, 403, 403, 403]);
  });

  test('of two administrators the second sees that the first was there', async () => {
    const second = await kit.hr().login('second');
    expect((await admin.put('company', { version: 1, ...BASIC })).status).toBe(200);
    const late = await second.put('company', { version: 1, ...BASIC, landline: '0731-80002222' });
    expect(late.body).toMatchObject({ code: 'STALE_VERSION', currentVersion: 2 });
    expect((await owner('select landline from employer')).rows).toEqual([{ landline: BASIC.landline }]);
  });

  test('wrong values are said on their fields', async () => {
    const { body } = await admin.put('company', {
      version: 1,
      ...BASIC,
      postcode: '41',
      unitEmail: 'office',
      sizeCode: 'x',
    });
    expect(body.errors.map((error) => error.field)).toEqual(['sizeCode', 'unitEmail', 'postcode']);
  });

  test.each([
    ['natureCode', { natureCode: '22' }],
    ['industryCode', { industryCode: '42' }],
  ])('%s that asks for another paper goes through a certification', async (field, change) => {
    const { body } = await admin.put('company', { version: 1, ...BASIC, ...change });
    expect(body.errors).toMatchObject([
      { field, code: 'CERTIFICATION', message: expect.stringContaining('办学许可证') },
    ]);
  });

  test('what stands on the papers is no field of the form', async () => {
    const { status, body } = await admin.put('company', { version: 1, ...BASIC, name: '别的公司', status: 'verified' });
    expect([status, body.errors.map((error) => error.field)]).toEqual([422, ['name', 'status']]);
  });

  test('a unit that is not certified yet has nothing to change here', async () => {
    await owner(`update employer set status = 'provisional'`);
    expect((await admin.put('company', { version: 1, ...BASIC })).body.code).toBe('NOT_ALLOWED_NOW');
    expect((await admin.post('company/change')).body.code).toBe('NOT_ALLOWED_NOW');
  });
});

describe('the logo', () => {
  test('is put in, shown to people of the unit, replaced and taken away', async () => {
    const { body } = await admin.upload<CompanyProfile>('company/logo');
    expect(body.logo?.size).toBeGreaterThan(0);
    const member = await kit.hr().login('member');
    const shown = await member.get('company/logo?inline=true');
    expect([shown.status, shown.headers['content-type']]).toEqual([200, 'image/png']);
    expect((await admin.remove<CompanyProfile>('company/logo')).body.logo).toBeNull();
    expect((await member.get('company/logo')).status).toBe(404);
  });

  test('is at most 100 KB, and a picture', async () => {
    expect((await admin.upload('company/logo', Buffer.alloc(101 * 1024, 1))).body.code).toBe('TOO_LARGE');
    expect((await admin.upload('company/logo', Buffer.from('%PDF-1.7 %%EOF'))).body.code).toBe('FILE_TYPE_REFUSED');
  });
});

describe('certified data', () => {
  const begin = async (hr = admin) => (await hr.post<CertificationView>('company/change')).body;

  test('a change is a copy; the old stays in force until it is approved', async () => {
    const change = await begin();
    expect(change).toMatchObject({ kind: 'change', status: 'draft', data: { name: NAME, regionCode: '430121' } });
    const saved = await admin.put<CertificationView>(`certifications/${change.id}`, {
      version: change.version,
      data: { ...change.data, name: '湘江精密集团股份有限公司' },
    });
    await admin.upload(`certifications/${change.id}/files/licence`);
    const sent = await admin.post<CertificationView>(`certifications/${change.id}/submit`, {
      version: saved.body.version,
    });
    expect([sent.status, sent.body.status]).toEqual([200, 'submitted']);
    const { body } = await admin.get<CompanyProfile>('company');
    expect([body.data.name, body.change?.data.name]).toEqual([NAME, '湘江精密集团股份有限公司']);
    expect((await admin.post('company/change')).body.code).toBe('NOT_ALLOWED_NOW');
  });

  test('begun by two at once it is one', async () => {
    const second = await kit.hr().login('second');
    const answers = await Promise.all([admin, second, admin, second].map((hr) => begin(hr)));
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
    expect((await owner('select 1 from employer_certification')).rowCount).toBe(1);
  });

  test('a draft of it is thrown away, what was handed in is taken back', async () => {
    const change = await begin();
    expect((await admin.post(`certifications/${change.id}/discard`, { version: change.version })).status).toBe(204);
    expect((await owner('select 1 from employer_certification')).rowCount).toBe(0);
    const another = await begin();
    await admin.upload(`certifications/${another.id}/files/licence`);
    await admin.post(`certifications/${another.id}/submit`, { version: another.version });
    const refused = await admin.post(`certifications/${another.id}/discard`, { version: another.version + 1 });
    expect(refused.body.code).toBe('NOT_ALLOWED_NOW');
  });

  test('basic data that were changed meanwhile are not brought back by it', async () => {
    const change = await begin();
    await admin.put('company', { version: 1, ...BASIC });
    const { body } = await admin.get<CertificationView>(`certifications/${change.id}`);
    expect(body.data).toMatchObject({ landline: BASIC.landline, recruitEmail: BASIC.recruitEmail });
  });

  test('people of another unit reach none of it', async () => {
    const change = await begin();
    await kit.unit({ creditCode: OTHER_CODE, status: 'verified', name: '别的公司' }, 'foreign');
    const foreign = await kit.hr().login('foreign');
    expect((await foreign.get(`certifications/${change.id}`)).status).toBe(404);
    expect((await foreign.get<CompanyProfile>('company')).body.data.name).toBe('别的公司');
  });
});
