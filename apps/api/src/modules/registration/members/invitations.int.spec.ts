import { PRIVACY_NOTICE } from '@qiancheng/shared';
import { CODE, type Hr, NAME, PASSWORD, registrationApp, type RegistrationApp } from '../testing/registration-app.js';
import { openWhileHashing } from '../testing/hashing.js';
import type { JoinInvitation, MemberInvitationList } from './http/invitations.dto.js';
import type { MemberList } from './http/members.dto.js';

let app: RegistrationApp;
let admin: Hr;

beforeAll(async () => {
  app = await registrationApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.reset();
  app.clock.advance(24 * 3_600_000);
  await app.unit({ creditCode: CODE, status: 'verified' }, 'admin');
  admin = await app.hr().login('admin');
});

const PHONE = '13800001111';
const MAIL = 'lin@example.com';
const DAY = 24 * 3_600_000;
type Channel = 'sms' | 'mail';

const invite = (channel: Channel = 'sms', memberRole = 'employer_member', target?: string, by = admin) =>
  by.post<MemberInvitationList>('members/invitations', {
    name: '林晓',
    channel,
    target: target ?? (channel === 'sms' ? PHONE : MAIL),
    memberRole,
  });

async function invited(channel: Channel = 'sms', memberRole = 'employer_member', target?: string): Promise<string> {
  expect((await invite(channel, memberRole, target)).status).toBe(201);
  return admin.newestCode();
}

async function proven(who: Hr, token: string): Promise<string> {
  const { body } = await who.post<{ codeId: string }>(`invitations/${token}/codes`);
  const code = await who.newestCode();
  const answer = await who.post<{ proof: string }>(`invitations/${token}/codes/check`, { codeId: body.codeId, code });
  expect(answer.status).toBe(200);
  return answer.body.proof;
}

const account = (who: Hr, token: string, proof: string, login = 'linxiao') =>
  who.post<{ account: { login: string }; company: { name: string } }>(`invitations/${token}/account`, {
    proof,
    login,
    person: '林晓',
    password: PASSWORD,
    noticeVersion: PRIVACY_NOTICE.version,
  });

const listed = async (): Promise<MemberInvitationList['items']> =>
  (await admin.get<MemberInvitationList>('members/invitations')).body.items;
const rows = async <T extends object>(sql: string): Promise<T[]> =>
  (await app.database.owner.query<T & Record<string, unknown>>(sql)).rows;

describe('an invitation', () => {
  it('says who invites whom to what, and never shows or stores the contact in clear', async () => {
    const token = await invited();
    const { status, body } = await app.hr().get<JoinInvitation>(`invitations/${token}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      employer: NAME,
      inviter: 'admin',
      name: '林晓',
      role: 'employer_member',
      contactMasked: '138****1111',
    });
    const stored = await rows('select * from member_invitation');
    expect(JSON.stringify([body, await listed(), stored])).not.toContain(PHONE);
    expect(JSON.stringify(stored)).not.toContain(token.replaceAll('-', ''));
    const written = await rows(`select body from audit_entry where body ->> 'action' = 'member.invitation'`);
    expect(written).toHaveLength(1);
    expect(JSON.stringify(written)).not.toContain(PHONE);
  });

  it('is found however it is typed', async () => {
    const token = await invited();
    const typed = token.toLowerCase().replaceAll('-', ' ').replaceAll('1', 'l').replaceAll('0', 'o');
    expect((await app.hr().get(`invitations/${encodeURIComponent(typed)}`)).status).toBe(200);
  });

  it('is open once for a contact, and can be sent again with a token of its own', async () => {
    const token = await invited();
    expect((await invite('sms', 'employer_member', '138 0000 1111')).body.code).toBe('NOT_ALLOWED_NOW');
    const [{ id } = { id: '' }] = await listed();
    expect((await admin.post(`members/invitations/${id}/send`)).status).toBe(200);
    const again = await admin.newestCode();
    expect((await app.hr().get(`invitations/${token}`)).status).toBe(404);
    expect((await app.hr().get(`invitations/${again}`)).status).toBe(200);
    expect(await listed()).toHaveLength(1);
  });

  it('ends after seven days, and can be sent again then', async () => {
    const token = await invited('mail');
    app.clock.advance(7 * DAY + 1);
    admin = await app.hr().login('admin');
    const late = await app.hr().get(`invitations/${token}`);
    expect([late.status, late.body.code]).toEqual([410, 'INVITATION_OVER']);
    expect(late.body.detail).toContain('过期');
    const [one] = await listed();
    expect(one).toMatchObject({ status: 'expired', actions: ['send'] });
    await admin.post(`members/invitations/${one?.id ?? ''}/send`);
    expect((await app.hr().get(`invitations/${await admin.newestCode()}`)).status).toBe(200);
  });

  it('is revoked, also for whoever has proven the contact already', async () => {
    const token = await invited();
    const person = app.hr();
    const proof = await proven(person, token);
    const [{ id } = { id: '' }] = await listed();
    expect((await admin.post(`members/invitations/${id}/revoke`)).status).toBe(200);
    expect((await account(person, token, proof)).status).toBe(410);
    expect((await admin.post(`members/invitations/${id}/revoke`)).status).toBe(409);
    expect(await listed()).toMatchObject([{ status: 'revoked', actions: [] }]);
    expect(await rows(`select from account where login = 'linxiao'`)).toHaveLength(0);
  });

  it('of somebody who no longer administers the unit lets nobody in', async () => {
    await account(app.hr(), ...(await taken('mail', 'employer_admin', 'second@example.com', 'second')));
    const second = await app.hr().login('second');
    await invite('sms', 'employer_member', PHONE, second);
    const token = await admin.newestCode();
    const { body } = await admin.get<MemberList>('members');
    const member = body.items.find((one) => !one.self);
    const change = { version: member?.version, memberRole: 'employer_member' };
    expect((await admin.post(`members/${member?.id ?? ''}/role`, change)).status).toBe(200);
    expect((await app.hr().get(`invitations/${token}`)).status).toBe(410);
  });

  async function taken(channel: Channel, role: string, target: string, login: string) {
    const token = await invited(channel, role, target);
    return [token, await proven(app.hr(), token), login] as const;
  }
});

describe('whoever is new', () => {
  it('has the password hashed while no transaction is open', async () => {
    const token = await invited();
    const person = app.hr();
    const proof = await proven(person, token);
    expect(await openWhileHashing(app.app, app.database, () => account(person, token, proof))).toEqual({
      hashes: 1,
      transactions: [],
    });
  });

  it('opens an account with the proven phone, acts for the unit at once, and the administrators hear of it', async () => {
    const token = await invited();
    const person = app.hr();
    const { status, body } = await account(person, token, await proven(person, token));
    expect([status, body.company.name]).toEqual([201, NAME]);
    expect((await person.get<MemberList>('members')).body.items).toHaveLength(2);
    expect(
      await rows(
        `select phone_masked, phone_verified_at is not null as proven, email from account where login = 'linxiao'`,
      ),
    ).toEqual([{ phone_masked: '138****1111', proven: true, email: null }]);
    expect(await rows(`select from privacy_consent`)).toHaveLength(1);
    expect(await rows(`select actor_name, action from employer_event where action = 'member.invite'`)).toEqual([
      { actor_name: '林晓', action: 'member.invite' },
    ]);
    expect(
      await rows(`select from notification n join account a on a.id = n.account_id
       where n.event = 'member_joined' and a.login = 'admin'`),
    ).toHaveLength(1);
    expect(await listed()).toMatchObject([{ status: 'used', actions: [] }]);
    const used = await app.hr().get(`invitations/${token}`);
    expect(used.status).toBe(410);
    expect(used.body.detail).toContain('用过');
  });

  it('keeps the proof when the login name is taken, and becomes nobody with a weak password', async () => {
    const token = await invited('mail', 'employer_admin');
    const person = app.hr();
    const proof = await proven(person, token);
    expect((await account(person, token, proof, 'admin')).body.code).toBe('LOGIN_TAKEN');
    expect(await listed()).toMatchObject([{ status: 'open' }]);
    expect((await account(person, token, proof)).status).toBe(201);
    const { admins } = (await admin.get<MemberList>('members')).body;
    expect(admins).toBe(2);
  });

  it('gets nowhere without the code that was sent to the very contact', async () => {
    const [token, other] = [await invited(), await invited('mail')];
    const person = app.hr();
    const proof = await proven(person, other);
    for (const wrong of [proof, 'abc.def', `${proof.split('.')[0] ?? ''}.`, 'x'])
      expect((await account(person, token, wrong)).body.code).toBe('CODE_EXPIRED');
    app.clock.advance(31 * 60_000);
    expect((await account(person, other, proof)).body.code).toBe('CODE_EXPIRED');
    const { body } = await person.post<{ codeId: string }>(`invitations/${token}/codes`);
    const guess = await person.post(`invitations/${token}/codes/check`, { codeId: body.codeId, code: '0' });
    expect(guess.body.code).toBe('CODE_WRONG');
  });
});

describe('whoever has an account', () => {
  it('joins with it, and the session acts for the unit', async () => {
    await app.unit({ creditCode: '91110108551385082Q', status: 'verified', name: '别的单位' }, 'other');
    const token = await invited();
    const person = await app.hr().login('other');
    const proof = await proven(person, token);
    expect((await app.hr().post(`invitations/${token}/accept`, { proof })).status).toBe(401);
    expect((await person.post(`invitations/${token}/accept`, { proof })).body).toMatchObject({ employer: NAME });
    const { body } = await person.get<{ company: { name: string } }>('session');
    expect(body.company.name).toBe(NAME);
    expect((await person.post(`invitations/${token}/accept`, { proof })).status).toBe(410);
  });

  it('needs no invitation to where they are already', async () => {
    const token = await invited('sms', 'employer_member');
    const { status, body } = await admin.post(`invitations/${token}/accept`, { proof: await proven(admin, token) });
    expect([status, body.code]).toEqual([409, 'NOT_ALLOWED_NOW']);
    const { items } = (await admin.get<MemberList>('members')).body;
    expect(items).toMatchObject([{ role: 'employer_admin' }]);
  });

  it('administers the unit by no other way than the role that was given', async () => {
    const token = await invited();
    const person = app.hr();
    await account(person, token, await proven(person, token));
    expect((await invite('mail', 'employer_admin', undefined, person)).status).toBe(403);
    expect((await person.get('members/invitations')).status).toBe(403);
  });
});

it('is taken once, however many take it at the same moment', async () => {
  const token = await invited();
  const proof = await proven(app.hr(), token);
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => account(app.hr(), token, proof, `person${i}`)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 410)]);
  expect(await rows(`select from employer_member where status = 'active'`)).toHaveLength(2);
  expect(await rows(`select from account where login like 'person%'`)).toHaveLength(1);
});

it('is not the business of other units', async () => {
  await invited();
  const [{ id } = { id: '' }] = await listed();
  await app.unit({ creditCode: '91110108551385082Q', status: 'verified', name: '别的单位' }, 'other');
  const stranger = await app.hr().login('other');
  expect((await stranger.get<MemberInvitationList>('members/invitations')).body.items).toEqual([]);
  for (const act of ['send', 'revoke'])
    expect((await stranger.post(`members/invitations/${id}/${act}`)).status).toBe(404);
});

it('is not found by guessing: after thirty wrong tokens a network learns nothing for a while', async () => {
  const token = await invited();
  const guesser = app.hr();
  guesser.address = '203.0.113.9';
  for (let i = 0; i < 30; i++) expect((await guesser.get('invitations/K7MP-2XQ4-9HTR')).status).toBe(404);
  expect((await guesser.get(`invitations/${token}`)).status).toBe(429);
  expect((await app.hr().get(`invitations/${token}`)).status).toBe(200);
});

it('is no way to pester somebody', async () => {
  await invited();
  const [{ id } = { id: '' }] = await listed();
  for (let i = 0; i < 9; i++) await admin.post(`members/invitations/${id}/send`);
  expect((await admin.post(`members/invitations/${id}/send`)).status).toBe(429);
});
