import { accountsApp, type AccountsApp, PASSWORD } from '../../modules/accounts/testing/accounts-app.js';

describe('a log-in that is not complete', () => {
  let kit: AccountsApp;

  beforeAll(async () => {
    kit = await accountsApp();
  });
  afterAll(() => kit.close());

  it.each([
    ['second_factor', 'SECOND_STEP_REQUIRED'],
    ['setup', 'SETUP_REQUIRED'],
  ])('at stage %s opens no route but its own', async (stage, code) => {
    const browser = kit.browser();
    await browser.post('teacher/session', { account: 'center', password: PASSWORD });
    expect((await browser.get('teacher/echo/seals')).status).toBe(200);
    await kit.database.owner.query('update session set stage = $1 where revoked_at is null', [stage]);
    expect(await browser.get('teacher/echo/seals')).toMatchObject({ status: 403, body: { code, stage } });
    expect((await browser.get('teacher/echo/poll')).status).toBe(403);
    expect((await browser.get('teacher/session')).status).toBe(200);
    expect((await browser.delete('teacher/session')).status).toBe(204);
  });
});

describe('somebody at the employer portal', () => {
  let kit: AccountsApp;

  beforeAll(async () => {
    kit = await accountsApp();
  });
  afterAll(() => kit.close());

  const signedIn = async () => {
    const browser = kit.browser();
    await browser.post('employer/session', { account: 'hr', password: PASSWORD });
    return browser;
  };

  it('of a unit that is not verified any more sees no workspace', async () => {
    const browser = await signedIn();
    expect((await browser.get('employer/schools/10001/cohorts/2027/echo')).status).toBe(200);
    await kit.database.owner.query(`update employer set status = 'cancelled'`);
    expect((await browser.get('employer/schools/10001/cohorts/2027/echo')).status).toBe(404);
    await kit.database.owner.query(`update employer set status = 'verified'`);
  });

  it('of two units works for the one that the session has chosen', async () => {
    const { rows } = await kit.database.owner.query<{ id: string }>(
      `insert into employer (credit_code, name, name_norm, nature_code, industry_code, region_code)
       values ('91430100MA4L2XXX0X', '株洲某公司', '株洲某公司', '31', 'I', '430200') returning id`,
    );
    const other = rows[0]?.id;
    await kit.database.owner.query(
      `insert into employer_member (account_id, employer_id, role) select id, $1, 'employer_member' from account where login = 'hr'`,
      [other],
    );
    const browser = await signedIn();
    expect((await browser.get('employer/session')).body).toMatchObject({ roles: [{ code: 'employer_admin' }] });
    await kit.database.owner.query('update session set employer_id = $1', [other]);
    expect((await browser.get('employer/session')).body).toMatchObject({ roles: [{ code: 'employer_member' }] });
    expect((await browser.get('employer/schools/10001/cohorts/2027/echo')).status).toBe(404);
  });

  it('of no unit is let in, and no further than registering one', async () => {
    await kit.database.owner.query(`update employer_member set status = 'removed'`);
    const browser = await signedIn();
    expect((await browser.get('employer/session')).body).toMatchObject({
      roles: [{ code: 'employer_applicant' }],
      permissions: expect.not.arrayContaining(['case.list', 'student.search']),
    });
    expect((await browser.get('employer/schools/10001/cohorts/2027/echo')).status).toBe(403);
  });
});
