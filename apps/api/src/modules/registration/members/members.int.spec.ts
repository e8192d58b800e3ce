import type { RequestContext } from '../../../platform/context/index.js';
import { AuditBench, codeOf, type Person } from '../testing/audit-bench.js';
import { CompanyChoiceDesk } from './company-choice.js';
import { Members } from './members.service.js';

let bench: AuditBench;
let members: Members;

beforeAll(async () => {
  bench = await AuditBench.open();
  members = bench.get(Members);
});
afterAll(() => bench.close());

interface Unit {
  id: string;
  admin: Person;
  ctx: RequestContext;
}
async function unit(): Promise<Unit> {
  const id = await bench.unit();
  const admin = await bench.person('周敏');
  await bench.member(id, admin);
  return { id, admin, ctx: bench.as(admin, id) };
}
const asked = async ({ id }: Unit): Promise<Person> => {
  const person = await bench.person('郑思齐');
  await bench.member(id, person, 'employer_member', 'requested');
  return person;
};
const joined = async (
  { id }: Unit,
  role: 'employer_admin' | 'employer_member' = 'employer_member',
): Promise<Person> => {
  const person = await bench.person('令狐远');
  await bench.member(id, person, role);
  return person;
};
const WHY = { reasonCode: 'left', reasonText: '' };

describe('requests to join', () => {
  it('are seen and answered by the administrator, once', async () => {
    const one = await unit();
    const person = await asked(one);
    const { items } = await members.list(one.ctx);
    expect(items[0]).toMatchObject({ id: person.accountId, status: 'requested', actions: ['accept', 'decline'] });
    expect(JSON.stringify(items)).not.toContain(person.phone);
    await members.accept(one.ctx, person.accountId, 1);
    expect(await codeOf(members.accept(one.ctx, person.accountId, 1))).toBe('STALE_VERSION');
    expect(await codeOf(members.accept(one.ctx, person.accountId, 2))).toBe('NOT_ALLOWED_NOW');
    expect(await bench.told(person.accountId)).toEqual(['member_changed']);
    expect(await bench.events(one.id)).toEqual(['member.accept']);
  });

  it('are declined with a reason that the person reads', async () => {
    const one = await unit();
    const person = await asked(one);
    const other = { reasonCode: 'other', reasonText: ' ', version: 1 };
    await expect(async () => members.decline(one.ctx, person.accountId, other)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    await members.decline(one.ctx, person.accountId, { reasonCode: 'unknown', reasonText: '', version: 1 });
    const { body } = await bench.one<{ body: string }>('select body from notification where account_id = $1', [
      person.accountId,
    ]);
    expect(body).toContain('不是本单位的人');
  });

  it('are no business of members, nor of another unit', async () => {
    const [one, two] = [await unit(), await unit()];
    const person = await asked(one);
    const member = await joined(one);
    const seen = await members.list(bench.as(member, one.id, 'employer_member'));
    expect(seen.items.map((item) => item.status)).not.toContain('requested');
    expect(await codeOf(members.accept(two.ctx, person.accountId, 1))).toBe('NOT_FOUND');
  });

  it('have one answer when several administrators answer at once', async () => {
    const one = await unit();
    const person = await asked(one);
    const codes = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        codeOf(
          i % 2
            ? members.accept(one.ctx, person.accountId, 1)
            : members.decline(one.ctx, person.accountId, { ...WHY, version: 1 }),
        ),
      ),
    );
    expect(codes.filter((code) => code === 'OK')).toHaveLength(1);
    expect(await bench.events(one.id)).toHaveLength(1);
  });
});

describe('the last administrator', () => {
  it('can neither leave nor be demoted; once another is there, both', async () => {
    const one = await unit();
    const other = await joined(one);
    expect(await codeOf(members.leave(one.ctx, 1))).toBe('LAST_ADMIN');
    const demote = (id: string, version: number, ctx = one.ctx): Promise<unknown> =>
      members.changeRole(ctx, id, { version, memberRole: 'employer_member' });
    expect(await codeOf(demote(one.admin.accountId, 1))).toBe('LAST_ADMIN');
    await members.changeRole(one.ctx, other.accountId, { version: 1, memberRole: 'employer_admin' });
    await demote(one.admin.accountId, 1, bench.as(other, one.id));
    expect(await codeOf(members.leave(bench.as(other, one.id), 2))).toBe('LAST_ADMIN');
  });

  it('stays when two administrators leave at the same moment', async () => {
    const one = await unit();
    const other = await joined(one, 'employer_admin');
    const codes = await Promise.all([
      codeOf(members.leave(one.ctx, 1)),
      codeOf(members.leave(bench.as(other, one.id), 1)),
    ]);
    expect(codes.sort()).toEqual(['LAST_ADMIN', 'OK']);
  });
});

describe('whoever is removed', () => {
  it('loses the unit at once, in the session that is open', async () => {
    const one = await unit();
    const person = await joined(one);
    const cookie = await bench.signIn(bench.as(person, one.id, 'employer_member'));
    expect((await bench.call('GET', '/api/v1/employer/members', cookie)).status).toBe(200);
    await members.remove(one.ctx, person.accountId, { ...WHY, version: 1 });
    expect((await bench.call('GET', '/api/v1/employer/members', cookie)).status).toBe(403);
    expect(
      await codeOf(Promise.resolve().then(() => members.remove(one.ctx, one.admin.accountId, { ...WHY, version: 1 }))),
    ).toBe('NOT_ALLOWED_NOW');
  });
});

describe('somebody of several units', () => {
  it('acts for the one that the session has chosen', async () => {
    const [one, two] = [await unit(), await unit()];
    await bench.member(two.id, one.admin, 'employer_member');
    const cookie = await bench.signIn(one.ctx);
    const session = async (): Promise<unknown> =>
      (await bench.call('GET', '/api/v1/employer/session', cookie)).body['company'];
    expect(await session()).toMatchObject({ id: one.id });
    expect((await bench.call('POST', `/api/v1/employer/companies/${two.id}/choose`, cookie)).status).toBe(200);
    expect(await session()).toMatchObject({ id: two.id });
    const stranger = await unit();
    expect((await bench.call('POST', `/api/v1/employer/companies/${stranger.id}/choose`, cookie)).status).toBe(404);
    const { items } = await bench.get(CompanyChoiceDesk).list(bench.as(one.admin, two.id));
    expect(items.map(({ id, current }) => [id, current])).toEqual([
      [one.id, false],
      [two.id, true],
    ]);
  });
});
