import { FieldCipher } from '../../../platform/crypto/index.js';
import { type AccountsApp, accountsApp, PASSWORD } from '../testing/accounts-app.js';
import type { Answer, Browser } from '../testing/browser.js';
import { OldWechatTicketsSweep } from './old-wechat-tickets.sweep.js';
import { Db } from '../../../platform/database/index.js';
import { Dance } from './testing/dance.js';

const PHONE = '13900000021';
const MINUTE = 60_000;

describe('binding a WeChat', () => {
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
    await sql('delete from wechat_binding');
    await sql('update account set phone_mac = null, phone_verified_at = null, totp_confirmed_at = null');
    await phoneOf('center', PHONE);
    // codes may be asked for again
    kit.clock.advance(60 * MINUTE);
  });

  const cipher = (): FieldCipher => kit.app.get(FieldCipher, { strict: false });
  const sql = async <T>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await kit.database.owner.query<T & Record<string, unknown>>(text, values)).rows;
  const code = ({ status, body }: Answer): unknown => (status < 300 ? status : body['code']);
  const newest = async (accountId: string): Promise<unknown> =>
    (
      await sql<{ action: string }>(
        `select body->>'action' as action from audit_entry where aggregate_type = 'account' and aggregate_id = $1
          order by seq desc limit 1`,
        [accountId],
      )
    )[0]?.action;
  const bindings = (): Promise<{ login: string; nickname: string }[]> =>
    sql(
      `select a.login, w.nickname from wechat_binding w join account a on a.id = w.account_id
        where w.unbound_at is null order by a.login`,
    );
  async function phoneOf(login: string, phone: string): Promise<void> {
    const id = await kit.people.account(login);
    await sql('update account set phone_enc = $2, phone_mac = $3, phone_masked = $4 where id = $1', [
      id,
      cipher().seal('account', 'phone_enc', id, phone),
      cipher().mac('phone', phone),
      '139****0021',
    ]);
  }

  describe('by the first scan', () => {
    async function scanned(name = '王敏'): Promise<{ screen: Browser; phone: Browser; id: string }> {
      const [screen, phone] = [kit.browser(), kit.browser()];
      const id = await dance.open(screen);
      await dance.scan(phone, id, name);
      return { screen, phone, id };
    }
    const askCode = (phone: Browser, id: string, body: object = {}): Promise<Answer> =>
      phone.post(dance.at(id, '/codes'), { schoolCode: '10001', phone: PHONE, ...body });
    const bind = (phone: Browser, id: string, asked: Answer, typed: string): Promise<Answer> =>
      phone.post(dance.at(id, '/binding'), { codeId: asked.body['codeId'], code: typed });

    it('asks for a code to the phone that the centre registered, binds, and goes on to the question', async () => {
      const { screen, phone, id } = await scanned();
      expect(await dance.status(screen, id)).toBe('needs_binding');
      expect(code(await dance.confirm(phone, id))).toBe('NOT_BOUND');
      const asked = await askCode(phone, id, { phone: '139 0000 0021' });
      expect(asked.body).toMatchObject({ toMasked: '139****0021', retryAfter: 60 });
      const bound = await bind(phone, id, asked, await kit.newestCode());
      expect(bound.body).toMatchObject({ status: 'scanned', account: { login: 'center' } });
      expect(await dance.status(screen, id)).toBe('scanned');
      expect(await bindings()).toEqual([{ login: 'center', nickname: '王敏' }]);
      expect(await sql('select phone_verified_at is not null as proven from account where id = $1', [center])).toEqual([
        { proven: true },
      ]);
      expect(await newest(center)).toBe('account.wechat_bound');
      expect((await kit.messages())[0]).toMatchObject({ to: PHONE, template: 'verification_code' });
      await dance.confirm(phone, id);
      expect((await dance.redeem(screen, id)).body).toMatchObject({ account: { login: 'center' }, secondStep: null });

      const again = await scanned();
      expect(await dance.status(again.screen, again.id)).toBe('scanned');
    });

    it('answers alike where there is no such phone, another school, or several accounts', async () => {
      const sent = (await kit.messages()).length;
      const answers: unknown[] = [];
      await phoneOf('counsellor', '13900000077');
      for (const body of [
        { phone: '13900000099' },
        { schoolCode: '10002' },
        { phone: '13900000077', account: 'center' },
      ]) {
        const { phone, id } = await scanned('陌生人');
        const asked = await askCode(phone, id, body);
        answers.push([asked.status, Object.keys(asked.body).sort(), asked.body['toMasked']]);
        const wrong = await bind(phone, id, asked, '000000');
        expect(wrong.body).toMatchObject({ code: 'CODE_WRONG', triesLeft: 4 });
      }
      expect((await kit.messages()).length).toBe(sent);
      const { phone, id } = await scanned('陌生人');
      const known = await askCode(phone, id);
      const keys = ['codeId', 'expiresAt', 'retryAfter', 'toMasked'];
      expect(answers).toEqual([
        [200, keys, '139****0099'],
        [200, keys, '139****0021'],
        [200, keys, '139****0077'],
      ]);
      expect([known.status, Object.keys(known.body).sort(), known.body['toMasked']]).toEqual([
        200,
        keys,
        '139****0021',
      ]);
      expect((await bind(phone, id, known, '000000')).body).toMatchObject({ code: 'CODE_WRONG', triesLeft: 4 });
    });

    it('takes the account by name where several have the same phone', async () => {
      await phoneOf('counsellor', PHONE);
      const sent = (await kit.messages()).length;
      const { phone, id } = await scanned('赵老师');
      await askCode(phone, id);
      expect((await kit.messages()).length).toBe(sent);
      kit.clock.advance(MINUTE);
      const asked = await askCode(phone, id, { account: 'Counsellor' });
      expect((await bind(phone, id, asked, await kit.newestCode())).body).toMatchObject({
        account: { login: 'counsellor' },
      });
    });

    it('is good for this scan only: the code of one opens nothing in another, and none twice', async () => {
      const [one, two] = [await scanned('甲'), await scanned('乙')];
      const asked = await askCode(one.phone, one.id);
      const right = await kit.newestCode();
      expect(code(await bind(two.phone, two.id, asked, right))).toBe('CODE_EXPIRED');
      expect(code(await bind(one.screen, one.id, asked, right))).toBe('NOT_FOUND');
      expect(code(await askCode(one.screen, one.id))).toBe('NOT_FOUND');
      const both = await Promise.all([bind(one.phone, one.id, asked, right), bind(one.phone, one.id, asked, right)]);
      expect(both.map(code).filter((status) => status === 200)).toHaveLength(1);
      expect(await bindings()).toHaveLength(1);
    });

    it('does not bind a second WeChat to an account', async () => {
      await dance.bound(cipher(), center, '王敏');
      const { phone, id } = await scanned('别人');
      const asked = await askCode(phone, id);
      expect(code(await bind(phone, id, asked, await kit.newestCode()))).toBe('ALREADY_BOUND');
      expect(await bindings()).toEqual([{ login: 'center', nickname: '王敏' }]);
    });

    it('does not lead around an authenticator that the holder has enrolled', async () => {
      await sql('update account set totp_confirmed_at = now() where id = $1', [center]);
      const { phone, id } = await scanned();
      const asked = await askCode(phone, id);
      expect(code(await bind(phone, id, asked, await kit.newestCode()))).toBe('NOT_ALLOWED_NOW');
      expect(await bindings()).toEqual([]);
    });

    it('takes a phone of a student only once it is proven', async () => {
      const students = new Dance(kit, 'student');
      await phoneOf('2023001', PHONE);
      const sent = (await kit.messages()).length;
      const [screen, phone] = [kit.browser(), kit.browser()];
      const id = await students.open(screen);
      await students.scan(phone, id, '林小满');
      const ask = (): Promise<Answer> => phone.post(students.at(id, '/codes'), { schoolCode: '10001', phone: PHONE });
      await ask();
      expect((await kit.messages()).length).toBe(sent);
      await sql(`update account set phone_verified_at = now() where login = '2023001'`);
      kit.clock.advance(MINUTE);
      const asked = await ask();
      const typed = { codeId: asked.body['codeId'], code: await kit.newestCode() };
      expect((await phone.post(students.at(id, '/binding'), typed)).body).toMatchObject({
        account: { login: '2023001' },
      });
    });

    it('says which field is missing or wrong', async () => {
      const { phone, id } = await scanned();
      const school = await phone.post(dance.at(id, '/codes'), { phone: PHONE });
      expect(school.body['errors']).toMatchObject([{ field: 'schoolCode' }]);
      expect((await askCode(phone, id, { phone: '12' })).body['errors']).toMatchObject([{ field: 'phone' }]);
    });
  });

  describe('from the account itself', () => {
    async function signedIn(account = 'center'): Promise<Browser> {
      const browser = kit.browser();
      await browser.post('teacher/session', { account, password: PASSWORD });
      return browser;
    }
    const begin = (browser: Browser, body: object = {}): Promise<Answer> =>
      browser.post('teacher/account/wechat/tickets', { password: PASSWORD, here: false, ...body });
    const finish = (browser: Browser, id: string): Promise<Answer> => browser.post(dance.at(id, '/finish'));

    it('wants the password, the phone, and the last word of the screen', async () => {
      const [screen, phone] = [await signedIn(), kit.browser()];
      expect((await screen.get('teacher/account/wechat')).body).toEqual({
        available: true,
        inWechatOnly: false,
        binding: null,
      });
      expect(code(await begin(screen, { password: 'wrong' }))).toBe('WRONG_PASSWORD');
      const id = String((await begin(screen)).body['id']);
      const asked = await dance.scan(phone, id, '王敏');
      expect(asked.body).toMatchObject({ purpose: 'bind', status: 'scanned', account: { login: 'center' } });
      expect(code(await finish(screen, id))).toBe('TICKET_EXPIRED');
      await dance.confirm(phone, id);
      expect(await bindings()).toEqual([]);
      expect((await screen.get(dance.at(id))).body).toMatchObject({ status: 'confirmed', who: { nickname: '王敏' } });
      // a code for binding opens no session, for nobody
      expect(code(await dance.redeem(screen, id))).toBe('NOT_FOUND');
      expect((await finish(screen, id)).status).toBe(204);
      expect(code(await finish(screen, id))).toBe('TICKET_EXPIRED');
      expect((await screen.get('teacher/account/wechat')).body['binding']).toMatchObject({ nickname: '王敏' });
      expect(await newest(center)).toBe('account.wechat_bound');
    });

    it('is finished by its own session and browser only', async () => {
      const [screen, phone] = [await signedIn(), kit.browser()];
      const id = String((await begin(screen)).body['id']);
      await dance.scan(phone, id, '王敏');
      await dance.confirm(phone, id);
      const other = await signedIn('counsellor');
      expect(code(await finish(other, id))).toBe('NOT_FOUND');
      for (const [name, value] of screen.jar) if (name.startsWith('qc_wx')) other.jar.set(name, value);
      expect(code(await finish(other, id))).toBe('NOT_FOUND');
      expect(code(await finish(phone, id))).toBe('NOT_AUTHENTICATED');
      expect(code(await finish(await signedIn(), id))).toBe('NOT_FOUND');
      expect(code(await finish(screen, id))).toBe(204);
    });

    it('binds on the phone itself, without scanning', async () => {
      const phone = await signedIn();
      const { body } = await begin(phone, { here: true });
      const id = String(body['id']);
      const answer = await dance.authorize(String(body['authorizeUrl']), '王敏');
      expect((await phone.post(dance.at(id, '/identity'), answer)).body).toMatchObject({
        purpose: 'bind',
        status: 'confirmed',
      });
      expect((await finish(phone, id)).status).toBe(204);
      expect(await bindings()).toEqual([{ login: 'center', nickname: '王敏' }]);
    });

    it('refuses a WeChat that opens another account, and a second one for this account', async () => {
      await dance.bound(cipher(), await kit.people.account('counsellor'), '赵老师');
      const [screen, phone] = [await signedIn(), kit.browser()];
      const id = String((await begin(screen)).body['id']);
      const taken = await dance.scan(phone, id, '赵老师');
      expect(taken.body).toMatchObject({ code: 'ALREADY_BOUND', detail: expect.stringContaining('另一个账号') });
      await dance.bound(cipher(), center, '王敏');
      expect((await begin(screen)).body).toMatchObject({
        code: 'ALREADY_BOUND',
        detail: expect.stringContaining('这个账号'),
      });
    });

    it('gives one of two accounts the WeChat that both have scanned', async () => {
      const ready = async (account: string): Promise<[Browser, string]> => {
        const [screen, phone] = [await signedIn(account), kit.browser()];
        const id = String((await begin(screen)).body['id']);
        await dance.scan(phone, id, '王敏');
        await dance.confirm(phone, id);
        return [screen, id];
      };
      const pairs = [await ready('center'), await ready('counsellor')];
      const answers = await Promise.all(pairs.map(([screen, id]) => finish(screen, id)));
      expect(answers.map(code).sort()).toEqual([204, 'ALREADY_BOUND']);
      expect(await bindings()).toHaveLength(1);
    });

    it('is unbound with the password; whoever came in by it is out, and the WeChat may be bound again', async () => {
      await dance.bound(cipher(), center, '王敏');
      const [screen, phone] = [kit.browser(), kit.browser()];
      const id = await dance.open(screen);
      await dance.scan(phone, id, '王敏');
      await dance.confirm(phone, id);
      await dance.redeem(screen, id);
      const own = await signedIn();
      const unbind = (password: string): Promise<Answer> => own.post('teacher/account/wechat/unbind', { password });
      expect(code(await unbind('wrong'))).toBe('WRONG_PASSWORD');
      expect((await screen.get('teacher/session')).status).toBe(200);
      expect(code(await unbind(PASSWORD))).toBe(204);
      expect((await screen.get('teacher/session')).status).toBe(401);
      expect((await own.get('teacher/session')).status).toBe(200);
      expect(code(await unbind(PASSWORD))).toBe('NOT_BOUND');
      const { rows } = await kit.database.owner.query(
        `select body->>'action' as action from audit_entry where aggregate_id = $1 and body->>'action' like 'account.wechat%' order by seq desc limit 1`,
        [center],
      );
      expect(rows).toEqual([{ action: 'account.wechat_unbound' }]);
      const again = await begin(own);
      expect(again.status).toBe(200);
    });
  });

  it('forgets codes on screens a day after they ran out', async () => {
    await dance.open(kit.browser());
    const sweep = new OldWechatTicketsSweep(kit.app.get(Db, { strict: false }), kit.clock);
    await sweep.sweep();
    const left = (): Promise<unknown[]> => sql('select id from wechat_ticket');
    expect((await left()).length).toBeGreaterThan(0);
    kit.clock.advance(24 * 60 * MINUTE + 2 * MINUTE + 1);
    await sweep.sweep();
    expect(await left()).toEqual([]);
  });
});
