import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { WholeModule } from '../../../app.module.js';
import { bootScan } from '../../../platform/access/index.js';
import { FakeClock } from '../../../platform/clock/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { createHttpApp } from '../../../platform/http/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../../platform/testing/index.js';
import { PasswordHasher } from '../../accounts/index.js';
import { type Answer, Browser } from '../../accounts/testing/browser.js';
import { Dance } from '../../accounts/wechat/testing/dance.js';
import { AgreementCommands } from '../commands/commands.service.js';
import { ACCEPT, ALL_BLOCKS, goodValues, handwriting, SCHOOL } from '../testing/values.js';
import { type Employer, type Student, testPolicy, World } from '../testing/world.js';

const PASSWORD = 'Qiancheng-2027';
const MINUTE = 60_000;

/** The student proves to be the student by the WeChat that is bound to the account. */
describe('acts that WeChat confirms', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let clock: FakeClock;
  let world: World;
  let dance: Dance;
  let employer: Employer;
  let hash: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    clock = new FakeClock();
    const config = testConfig(database.url, { DEMO: 'true' });
    ({ app } = await createHttpApp(WholeModule.forRoot(config, clock), config, bootScan));
    world = await World.create(database.owner, cipher(), testPolicy({ sign: { reauth: 'wechat' } }));
    dance = new Dance({ browser: () => new Browser(app), database, clock }, 'student');
    employer = await world.employer();
    hash = await new PasswordHasher().hash(PASSWORD);
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const cipher = (): FieldCipher => app.get(FieldCipher, { strict: false });
  const commands = (): AgreementCommands => app.get(AgreementCommands, { strict: false });
  const code = ({ status, body }: Answer): unknown => (status < 300 ? status : body['code']);
  const wechatOf = (student: Student): string => `微信 ${student.no}`;

  async function signIn(student: Student): Promise<Browser> {
    const browser = new Browser(app);
    const body = { account: student.no, password: PASSWORD, schoolCode: world.schoolCode };
    expect((await browser.post('student/session', body)).status).toBe(200);
    return browser;
  }
  /** Somebody with a password, with a WeChat that is bound unless it is said otherwise. */
  async function person({ bound = true } = {}): Promise<Student> {
    const student = await world.student();
    await database.owner.query('update account set password_hash = $2, password_at = $3 where id = $1', [
      student.accountId,
      hash,
      clock.now(),
    ]);
    if (bound) await dance.bound(cipher(), student.accountId, wechatOf(student));
    return student;
  }
  async function invite(student: Student): Promise<{ id: string; version: number }> {
    const draft = await commands().createDraft(employer.ctx, 2027, { studentId: student.id });
    const body = { version: draft.version, values: goodValues(), confirmed: ALL_BLOCKS };
    const saved = await commands().saveDraft(employer.ctx, draft.id, body, 2027);
    return commands().send(employer.ctx, saved.id, { version: saved.version }, 2027);
  }
  const open = (screen: Browser, caseId: string, body: object = {}): Promise<Answer> =>
    screen.post(`student/cases/${caseId}/wechat-tickets`, { act: 'accept', here: false, ...body });
  const idOf = (answer: Answer): string => String(answer.body['id']);
  const accept = (screen: Browser, { id, version }: { id: string; version: number }, proof: object): Promise<Answer> =>
    screen.post(`student/cases/${id}/accept`, { version, ...ACCEPT, ...proof });
  /** One person before an invitation, with a code on the screen that the phone has confirmed. */
  async function confirmed(act: object = {}): Promise<{
    student: Student;
    screen: Browser;
    sent: { id: string; version: number };
    wechatTicket: string;
  }> {
    const student = await person();
    const [screen, sent] = [await signIn(student), await invite(student)];
    const wechatTicket = idOf(await open(screen, sent.id, act));
    const phone = new Browser(app);
    await dance.scan(phone, wechatTicket, wechatOf(student));
    expect(code(await dance.confirm(phone, wechatTicket))).toBe(200);
    return { student, screen, sent, wechatTicket };
  }

  it('are done once the bound WeChat has confirmed, which the record says', async () => {
    const student = await person();
    const [screen, phone, sent] = [await signIn(student), new Browser(app), await invite(student)];
    expect(code(await accept(screen, sent, {}))).toBe('REAUTH_REQUIRED');
    expect(code(await accept(screen, sent, { password: PASSWORD }))).toBe('REAUTH_REQUIRED');

    const wechatTicket = idOf(await open(screen, sent.id));
    expect(code(await accept(screen, sent, { wechatTicket }))).toBe('TICKET_EXPIRED');
    const asked = await dance.scan(phone, wechatTicket, wechatOf(student));
    expect(asked.body).toMatchObject({
      purpose: 'act',
      act: `接受${employer.name}的邀约`,
      status: 'scanned',
      account: { login: student.no },
    });
    expect(code(await accept(screen, sent, { wechatTicket }))).toBe('TICKET_EXPIRED');
    await dance.confirm(phone, wechatTicket);
    expect(await dance.status(screen, wechatTicket)).toBe('confirmed');
    // it is a proof, not a way in, and binds nothing
    expect(code(await dance.redeem(screen, wechatTicket))).toBe('NOT_FOUND');
    expect(code(await screen.post(dance.at(wechatTicket, '/finish')))).toBe('NOT_FOUND');

    // what is refused for another reason uses up nothing
    expect(code(await accept(screen, { ...sent, version: 99 }, { wechatTicket }))).toBe('STALE_VERSION');
    expect(code(await accept(screen, sent, { wechatTicket, opinion: ' ' }))).toBe('FIELDS_INCOMPLETE');
    expect((await accept(screen, sent, { wechatTicket })).body).toMatchObject({ state: 'REVIEW' });
    const { rows } = await database.owner.query(
      `select data#>>'{evidence,factor}' as factor from case_event where case_id = $1 and action = 'accept'`,
      [sent.id],
    );
    expect(rows).toEqual([{ factor: 'wechat' }]);
  });

  it('confirm a signature as well, and for that the phone has time', async () => {
    const { student, screen, sent, wechatTicket } = await confirmed();
    const accepted = (await accept(screen, sent, { wechatTicket })).body as unknown as { id: string; version: number };
    let state = { id: accepted.id, version: accepted.version, contentHash: null as string | null };
    for (const reviewer of [await world.staff('college_admin', { college: 0 }), await world.staff('center_admin')]) {
      state = await commands().pass(reviewer, state.id, { version: state.version, school: SCHOOL });
    }
    const ticket = idOf(await open(screen, state.id, { act: 'sign' }));
    const phone = new Browser(app);
    expect((await dance.scan(phone, ticket, wechatOf(student))).body['act']).toBe(`签署和${employer.name}的就业协议书`);
    await dance.confirm(phone, ticket);
    clock.advance(9 * MINUTE);
    const body = {
      version: state.version,
      contentHash: state.contentHash,
      consentVersion: ACCEPT.consentVersion,
      method: 'handwriting',
      strokes: handwriting(),
      wechatTicket: ticket,
    };
    expect(code(await screen.post(`student/cases/${state.id}/sign`, body))).toBe(200);
  });

  it('take no confirmation twice, however many ask at the same time', async () => {
    const { student, screen, sent, wechatTicket } = await confirmed();
    const answers = await Promise.all(Array.from({ length: 6 }, () => accept(screen, sent, { wechatTicket })));
    expect(answers.map(code).filter((status) => status === 200)).toHaveLength(1);
    const other = await invite(student).catch(() => null);
    const again = other ?? sent;
    expect(code(await accept(screen, again, { wechatTicket }))).not.toBe(200);
    expect(await dance.status(screen, wechatTicket)).toBe('expired');
  });

  it('take none of another session, of another person, for another case or another act', async () => {
    const { student, screen, sent, wechatTicket } = await confirmed();
    const second = await signIn(student);
    for (const [name, value] of screen.jar) if (name.startsWith('qc_wx')) second.jar.set(name, value);
    expect(code(await accept(second, sent, { wechatTicket }))).toBe('TICKET_EXPIRED');

    const classmate = await person();
    const [theirScreen, theirs] = [await signIn(classmate), await invite(classmate)];
    expect(code(await accept(theirScreen, theirs, { wechatTicket }))).toBe('TICKET_EXPIRED');
    expect(code(await accept(theirScreen, sent, { wechatTicket }))).toBe('NOT_FOUND');
    expect(code(await open(theirScreen, sent.id))).toBe('NOT_FOUND');

    const another = await world.employer();
    const draft = await commands().createDraft(another.ctx, 2027, { studentId: student.id });
    const saved = await commands().saveDraft(
      another.ctx,
      draft.id,
      { version: draft.version, values: goodValues(), confirmed: ALL_BLOCKS },
      2027,
    );
    const more = await commands().send(another.ctx, saved.id, { version: saved.version }, 2027);
    expect(code(await accept(screen, more, { wechatTicket }))).toBe('TICKET_EXPIRED');
    expect(code(await accept(screen, sent, { wechatTicket: randomUUID() }))).toBe('TICKET_EXPIRED');
    // after all of that it is still good for what it was given for
    expect(code(await accept(screen, sent, { wechatTicket }))).toBe(200);

    const forSigning = await confirmed({ act: 'sign' });
    const { screen: desk, sent: offer, wechatTicket: wrong } = forSigning;
    expect(code(await accept(desk, offer, { wechatTicket: wrong }))).toBe('TICKET_EXPIRED');
  });

  it('take no ticket of a log-in or a binding', async () => {
    const student = await person();
    const [screen, phone, sent] = [await signIn(student), new Browser(app), await invite(student)];
    const login = await dance.open(screen);
    await dance.scan(phone, login, wechatOf(student));
    await dance.confirm(phone, login);
    expect(code(await accept(screen, sent, { wechatTicket: login }))).toBe('TICKET_EXPIRED');
  });

  it('refuse any WeChat but the bound one, write it down, and wait for the right one', async () => {
    const student = await person();
    const classmate = await person();
    const [screen, sent] = [await signIn(student), await invite(student)];
    const wechatTicket = idOf(await open(screen, sent.id));
    for (const stranger of ['没有绑定的微信', wechatOf(classmate)]) {
      const phone = new Browser(app);
      const answer = await dance.scan(phone, wechatTicket, stranger);
      expect(code(answer)).toBe('OTHER_WECHAT');
      expect(JSON.stringify(answer.body)).not.toContain(employer.name);
      expect(code(await dance.confirm(phone, wechatTicket))).toBe('TICKET_EXPIRED');
    }
    expect(await dance.status(screen, wechatTicket)).toBe('waiting');
    const { rows } = await database.owner.query(
      `select body->>'action' as action, body->>'result' as result from audit_entry
        where aggregate_id = $1 and body->>'action' = 'account.wechat_mismatch'`,
      [student.accountId],
    );
    expect(rows).toEqual([
      { action: 'account.wechat_mismatch', result: 'refused' },
      { action: 'account.wechat_mismatch', result: 'refused' },
    ]);
    const phone = new Browser(app);
    await dance.scan(phone, wechatTicket, wechatOf(student));
    await dance.confirm(phone, wechatTicket);
    expect(code(await accept(screen, sent, { wechatTicket }))).toBe(200);
  });

  it('end with time, with a refusal, with the session and with the binding', async () => {
    const late = await confirmed();
    clock.advance(6 * MINUTE);
    await late.screen.post('student/session/refresh');
    clock.advance(4 * MINUTE);
    expect(code(await accept(late.screen, late.sent, { wechatTicket: late.wechatTicket }))).toBe('TICKET_EXPIRED');

    const student = await person();
    const [screen, phone, sent] = [await signIn(student), new Browser(app), await invite(student)];
    const refused = idOf(await open(screen, sent.id));
    await dance.scan(phone, refused, wechatOf(student));
    await dance.refuse(phone, refused);
    expect(code(await accept(screen, sent, { wechatTicket: refused }))).toBe('TICKET_EXPIRED');

    const gone = await confirmed();
    await gone.screen.delete('student/session');
    expect(code(await accept(await signIn(gone.student), gone.sent, { wechatTicket: gone.wechatTicket }))).toBe(
      'TICKET_EXPIRED',
    );

    const unbound = await confirmed();
    await database.owner.query('update wechat_binding set unbound_at = now() where account_id = $1', [
      unbound.student.accountId,
    ]);
    const answer = await accept(unbound.screen, unbound.sent, { wechatTicket: unbound.wechatTicket });
    expect(answer.body).toMatchObject({ code: 'TICKET_EXPIRED', detail: expect.stringContaining('解绑') });
  });

  it('say where to bind where nothing is bound', async () => {
    const student = await person({ bound: false });
    const [screen, sent] = [await signIn(student), await invite(student)];
    expect((await open(screen, sent.id)).body).toMatchObject({
      code: 'NOT_BOUND',
      detail: expect.stringContaining('我的账号'),
    });
  });

  it('are confirmed in WeChat on the phone itself, which comes back to the page', async () => {
    const student = await person();
    const [phone, sent] = [await signIn(student), await invite(student)];
    expect(code(await open(phone, sent.id, { here: true, to: 'https://evil.example' }))).toBe('VALIDATION_FAILED');
    const { body } = await open(phone, sent.id, { here: true, to: `/invitations/${sent.id}` });
    const wechatTicket = String(body['id']);
    const url = String(body['authorizeUrl']);
    expect(new URL(url).searchParams.get('redirect')).toContain(`?to=%2Finvitations%2F${sent.id}`);
    const other = await dance.authorize(url, '别人的微信');
    expect(code(await phone.post(dance.at(wechatTicket, '/identity'), other))).toBe('OTHER_WECHAT');
    const again = await open(phone, sent.id, { here: true, to: `/invitations/${sent.id}` });
    const mine = await dance.authorize(String(again.body['authorizeUrl']), wechatOf(student));
    expect((await phone.post(dance.at(idOf(again), '/identity'), mine)).body).toMatchObject({
      purpose: 'act',
      status: 'confirmed',
      sameDevice: true,
    });
    expect(code(await accept(phone, sent, { wechatTicket: idOf(again) }))).toBe(200);
  });
});
