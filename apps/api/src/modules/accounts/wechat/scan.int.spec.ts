import { FieldCipher } from '../../../platform/crypto/index.js';
import { type AccountsApp, accountsApp, PASSWORD } from '../testing/accounts-app.js';
import type { Answer, Browser } from '../testing/browser.js';
import { Dance } from './testing/dance.js';

const MINUTE = 60_000;

describe('log-in by scanning', () => {
  let kit: AccountsApp;
  let dance: Dance;
  let center: string;

  beforeAll(async () => {
    kit = await accountsApp();
    dance = new Dance(kit, 'teacher');
    center = await kit.people.account('center');
  });
  afterAll(() => kit.close());
  beforeEach(async () => {
    await kit.database.owner.query('delete from wechat_binding');
    await dance.bound(cipher(), center, '王敏');
  });

  const cipher = (): FieldCipher => kit.app.get(FieldCipher, { strict: false });
  const sql = async <T>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await kit.database.owner.query<T & Record<string, unknown>>(text, values)).rows;
  const code = ({ status, body }: Answer): unknown => (status < 300 ? status : body['code']);
  const actions = (accountId: string): Promise<{ action: string }[]> =>
    sql(
      `select body->>'action' as action from audit_entry where aggregate_type = 'account' and aggregate_id = $1 order by seq`,
      [accountId],
    );
  /** A screen and a phone, up to the question on the phone. */
  async function scanned(name = '王敏'): Promise<{ screen: Browser; phone: Browser; id: string }> {
    const [screen, phone] = [kit.browser(), kit.browser()];
    const id = await dance.open(screen);
    await dance.scan(phone, id, name);
    return { screen, phone, id };
  }

  it('opens the session of the screen once the phone has confirmed, and without a second factor', async () => {
    const [screen, phone] = [kit.browser(), kit.browser()];
    const opened = await screen.post(
      'teacher/session/wechat-tickets',
      {},
      { headers: { 'user-agent': 'Windows Chrome/1' } },
    );
    const id = String(opened.body['id']);
    expect(opened.body).toEqual({
      id,
      url: `http://localhost:8080/teacher/wx/${id}`,
      expiresAt: '2027-04-12T02:02:00.000Z',
      secondsLeft: 120,
    });
    expect(opened.setCookies).toEqual([
      expect.stringMatching(
        new RegExp(
          `^qc_wx_screen=[\\w-]{43}; Max-Age=900; Path=/api/v1/teacher/session/wechat-tickets/${id}; HttpOnly; SameSite=Strict$`,
        ),
      ),
    ]);
    expect(await dance.status(screen, id)).toBe('waiting');

    const asked = await dance.scan(phone, id, '王敏');
    expect(asked.body).toMatchObject({
      purpose: 'login',
      status: 'scanned',
      account: { name: 'center', login: 'center', school: '云麓大学' },
      screen: { device: 'Chrome · Windows', ip: '127.0.0.1', sameNetwork: true, openedAt: '2027-04-12T02:00:00.000Z' },
    });
    expect((await screen.get(dance.at(id))).body).toMatchObject({
      status: 'scanned',
      who: { name: 'c**', nickname: '王敏' },
    });
    expect(code(await dance.redeem(screen, id))).toBe('TICKET_EXPIRED');

    expect((await dance.confirm(phone, id)).body['status']).toBe('confirmed');
    expect(await dance.status(screen, id)).toBe('confirmed');
    const session = await dance.redeem(screen, id);
    expect(session.body).toMatchObject({ account: { login: 'center' }, secondStep: null });
    expect((await screen.get('teacher/session')).body).toEqual(session.body);
    expect(code(await phone.get('teacher/session'))).toBe('NOT_AUTHENTICATED');
    expect(await sql('select method, factor, stage from session order by created_at desc, id desc limit 1')).toEqual([
      { method: 'wechat', factor: 'wechat', stage: 'full' },
    ]);
    expect((await actions(center)).at(-1)).toEqual({ action: 'session.login' });
  });

  it('counts as the second factor that the school asks for', async () => {
    await sql(`insert into school_policy (school_id, version, policy, effective_from)
               values (1, 2, '{"security":{"second_factor_staff":true}}', '2020-01-02')`);
    const { screen, phone, id } = await scanned();
    await dance.confirm(phone, id);
    expect((await dance.redeem(screen, id)).body).toMatchObject({ secondStep: null });
  });

  it('still asks for a new password where the old one has expired', async () => {
    await sql(`update account set password_at = '2020-01-01' where id = $1`, [center]);
    const { screen, phone, id } = await scanned();
    await dance.confirm(phone, id);
    const { body } = await dance.redeem(screen, id);
    expect(body['secondStep']).toMatchObject({ kind: 'setup', needs: ['password'] });
    const next = await screen.post('teacher/session/setup/password', { password: 'An other, longer one 7' });
    expect(next.body).toMatchObject({ secondStep: null });
    await sql(
      'update account a set password_hash = b.password_hash, password_at = $2 from account b where a.id = $1 and b.login = $3',
      [center, kit.clock.now(), 'counsellor'],
    );
  });

  it('gives the session a new id: what the screen brought along is not taken over', async () => {
    const screen = kit.browser();
    await screen.post('teacher/session', { account: 'counsellor', password: PASSWORD });
    const before = new Map(screen.jar);
    const id = await dance.open(screen);
    const phone = kit.browser();
    await dance.scan(phone, id, '王敏');
    await dance.confirm(phone, id);
    await dance.redeem(screen, id);
    expect(screen.jar.get('qc_teacher_at')).not.toBe(before.get('qc_teacher_at'));
    expect(screen.jar.get('qc_teacher_rt')?.split('.')[0]).not.toBe(before.get('qc_teacher_rt')?.split('.')[0]);
    expect((await screen.get('teacher/session')).body).toMatchObject({ account: { login: 'center' } });
  });

  it('belongs to the browser that shows the code: another one is told nothing and opens nothing', async () => {
    const { screen, phone, id } = await scanned();
    const other = kit.browser();
    const otherId = await dance.open(other);
    expect(await dance.status(other, id)).toBe('NOT_FOUND');
    expect(await dance.status(kit.browser(), id)).toBe('NOT_FOUND');
    expect(await dance.status(screen, otherId)).toBe('NOT_FOUND');
    await dance.confirm(phone, id);
    expect(code(await dance.redeem(other, id))).toBe('NOT_FOUND');
    expect(code(await dance.redeem(phone, id))).toBe('NOT_FOUND');
    expect(code(await dance.redeem(screen, id))).toBe(200);
  });

  it('is decided by the phone that scanned: neither the screen nor another phone confirms', async () => {
    const { screen, phone, id } = await scanned();
    const other = kit.browser();
    for (const stranger of [screen, other]) {
      expect(code(await dance.confirm(stranger, id))).toBe('NOT_FOUND');
      expect(code(await dance.refuse(stranger, id))).toBe('NOT_FOUND');
      expect(code(await stranger.get(dance.at(id, '/phone')))).toBe('NOT_FOUND');
    }
    expect(code(await other.post(dance.at(id, '/visits')))).toBe('TICKET_EXPIRED');
    expect((await phone.get(dance.at(id, '/phone'))).body['status']).toBe('scanned');
  });

  it('goes on with the phone that opened it last; the one before has to scan again', async () => {
    const [screen, first, second] = [kit.browser(), kit.browser(), kit.browser()];
    const id = await dance.open(screen);
    const early = await dance.visit(first, id, '王敏');
    const late = await dance.visit(second, id, '王敏');
    expect(code(await first.post(dance.at(id, '/identity'), early))).toBe('NOT_FOUND');
    expect(code(await second.post(dance.at(id, '/identity'), early))).toBe('TICKET_EXPIRED');
    expect(code(await second.post(dance.at(id, '/identity'), late))).toBe(200);
  });

  it('takes a state and a code once', async () => {
    const [screen, phone] = [kit.browser(), kit.browser()];
    const id = await dance.open(screen);
    const answer = await dance.visit(phone, id, '王敏');
    const forged = { ...answer, state: [...answer.state].reverse().join('') };
    expect(code(await phone.post(dance.at(id, '/identity'), forged))).toBe('TICKET_EXPIRED');
    expect(code(await phone.post(dance.at(id, '/identity'), { ...answer, code: 'made-up' }))).toBe('TICKET_EXPIRED');
    // the state went with the first answer, good or not
    expect(code(await phone.post(dance.at(id, '/identity'), answer))).toBe('TICKET_EXPIRED');
    expect(code(await dance.scan(phone, id, '王敏'))).toBe(200);
    expect(code(await phone.post(dance.at(id, '/identity'), answer))).toBe('TICKET_EXPIRED');
  });

  it('does not take the answer that was meant for another code', async () => {
    const phone = kit.browser();
    const [mine, other] = [await dance.open(kit.browser()), await dance.open(kit.browser())];
    const answer = await dance.visit(phone, mine, '王敏');
    await dance.visit(phone, other, '王敏');
    expect(code(await phone.post(dance.at(other, '/identity'), answer))).toBe('TICKET_EXPIRED');
  });

  it('is confirmed and redeemed once, however many ask at the same time', async () => {
    const { screen, phone, id } = await scanned();
    const confirmed = await Promise.all(Array.from({ length: 8 }, () => dance.confirm(phone, id)));
    expect(confirmed.map(code).filter((one) => one === 200)).toHaveLength(1);
    const [before] = await sql<{ n: number }>('select count(*)::int as n from session');
    const redeemed = await Promise.all(Array.from({ length: 8 }, () => dance.redeem(screen.copy(), id)));
    expect(redeemed.map(code).sort()).toEqual([200, ...Array<string>(7).fill('TICKET_EXPIRED')]);
    expect(await sql('select count(*)::int as n from session')).toEqual([{ n: (before?.n ?? 0) + 1 }]);
    expect(code(await dance.redeem(screen, id))).toBe('TICKET_EXPIRED');
  });

  it('lets the phone decide one way only', async () => {
    const { screen, phone, id } = await scanned();
    const both = await Promise.all([dance.confirm(phone, id), dance.refuse(phone, id)]);
    expect(both.map(code).sort()).toEqual([200, 'TICKET_EXPIRED']);
    expect(['confirmed', 'refused']).toContain(await dance.status(screen, id));
  });

  it('opens nothing after a refusal, and keeps it in the history', async () => {
    const { screen, phone, id } = await scanned();
    expect((await dance.refuse(phone, id)).body['status']).toBe('refused');
    expect(await dance.status(screen, id)).toBe('refused');
    expect(code(await dance.confirm(phone, id))).toBe('TICKET_EXPIRED');
    expect(code(await dance.redeem(screen, id))).toBe('TICKET_EXPIRED');
    expect((await actions(center)).at(-1)).toEqual({ action: 'account.wechat_refused' });
  });

  it('runs out: two minutes to scan, five to decide, two to go on', async () => {
    const [screen, phone] = [kit.browser(), kit.browser()];
    const stale = await dance.open(screen);
    kit.clock.advance(2 * MINUTE);
    expect(await dance.status(screen, stale)).toBe('expired');
    expect(code(await phone.post(dance.at(stale, '/visits')))).toBe('TICKET_EXPIRED');

    const late = await scanned();
    kit.clock.advance(5 * MINUTE);
    expect(code(await dance.confirm(late.phone, late.id))).toBe('TICKET_EXPIRED');
    expect((await late.phone.get(dance.at(late.id, '/phone'))).body['status']).toBe('expired');

    const left = await scanned();
    await dance.confirm(left.phone, left.id);
    kit.clock.advance(2 * MINUTE);
    expect(code(await dance.redeem(left.screen, left.id))).toBe('TICKET_EXPIRED');
  });

  it('keeps a disabled account out, tells its holder on the phone, and writes it down', async () => {
    await sql(`update account set status = 'disabled' where id = $1`, [center]);
    const [screen, phone] = [kit.browser(), kit.browser()];
    const id = await dance.open(screen);
    expect(code(await dance.scan(phone, id, '王敏'))).toBe('ACCOUNT_DISABLED');
    expect(await dance.status(screen, id)).toBe('waiting');
    expect((await actions(center)).at(-1)).toEqual({ action: 'session.login_failed' });
    await sql(`update account set status = 'active' where id = $1`, [center]);
  });

  it('keeps out who was disabled or unbound between the phone and the screen, and uses nothing up', async () => {
    const disabled = await scanned();
    await dance.confirm(disabled.phone, disabled.id);
    await sql(`update account set status = 'disabled' where id = $1`, [center]);
    expect(code(await dance.redeem(disabled.screen, disabled.id))).toBe('ACCOUNT_DISABLED');
    await sql(`update account set status = 'active' where id = $1`, [center]);
    expect(code(await dance.redeem(disabled.screen, disabled.id))).toBe(200);

    const unbound = await scanned();
    await dance.confirm(unbound.phone, unbound.id);
    await sql('update wechat_binding set unbound_at = now() where account_id = $1', [center]);
    expect(code(await dance.redeem(unbound.screen, unbound.id))).toBe('NOT_BOUND');
  });

  it('keeps audiences apart: a code and a binding are of one only', async () => {
    const students = new Dance(kit, 'student');
    const { screen, phone, id } = await scanned();
    await dance.confirm(phone, id);
    expect(await students.status(screen, id)).toBe('NOT_FOUND');
    expect(code(await students.redeem(screen, id))).toBe('NOT_FOUND');
    const there = await students.open(kit.browser());
    expect((await students.scan(kit.browser(), there, '王敏')).body).toMatchObject({
      status: 'needs_binding',
      account: null,
    });
  });

  it('logs in directly in WeChat itself, where the phone is the screen', async () => {
    const phone = kit.browser();
    const begun = await phone.post('teacher/session/wechat-tickets/here', { to: '/cases?x=1' });
    const id = String(begun.body['id']);
    const url = String(begun.body['authorizeUrl']);
    expect(new URL(url).searchParams.get('redirect')).toBe(
      `http://localhost:8080/teacher/wx/${id}?to=%2Fcases%3Fx%3D1`,
    );
    const answer = await dance.authorize(url, '王敏');
    // an address sent on to somebody else does nothing in their browser
    expect(code(await kit.browser().post(dance.at(id, '/identity'), answer))).toBe('NOT_FOUND');
    expect(code(await kit.browser().post(dance.at(id, '/visits')))).toBe('NOT_FOUND');
    expect((await phone.post(dance.at(id, '/identity'), answer)).body).toMatchObject({
      status: 'confirmed',
      sameDevice: true,
    });
    expect((await dance.redeem(phone, id)).body).toMatchObject({ account: { login: 'center' } });
  });

  it('refuses to lead anywhere else after the log-in', async () => {
    for (const to of ['//evil.example', 'https://evil.example', 'cases']) {
      expect(code(await kit.browser().post('teacher/session/wechat-tickets/here', { to }))).toBe('VALIDATION_FAILED');
    }
  });

  it('keeps nothing in clear: neither whose WeChat it is nor the secrets of both sides', async () => {
    const { screen, phone, id } = await scanned();
    const [row] = await sql<Record<string, unknown>>('select t::text as row from wechat_ticket t where id = $1', [id]);
    const openid = `demo_${Buffer.from('王敏').toString('base64url')}`;
    for (const secret of [openid, screen.jar.get('qc_wx_screen'), phone.jar.get('qc_wx_phone')]) {
      expect(secret).toBeTruthy();
      expect(String(row?.['row'])).not.toContain(Buffer.from(String(secret)).toString('hex'));
      expect(String(row?.['row'])).not.toContain(String(secret));
    }
  });
});

describe('without WeChat', () => {
  it('says so on every way in, and that one can do without', async () => {
    const kit = await accountsApp({ DEMO: 'false' });
    const dance = new Dance(kit, 'student');
    for (const path of ['', '/here', '/01920000-0000-7000-8000-00000000000a/visits']) {
      const answer = await kit.browser().post(`student/session/wechat-tickets${path}`);
      expect(answer.body).toMatchObject({ code: 'CHANNEL_UNAVAILABLE', detail: expect.stringContaining('账号和密码') });
    }
    expect(await dance.status(kit.browser(), '01920000-0000-7000-8000-00000000000a')).toBe('NOT_FOUND');
    await kit.close();
  });
});
