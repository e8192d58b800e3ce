import type { RequestContext } from '../../../platform/context/index.js';
import type { World } from '../../agreements/testing/world.js';
import { SettlementDecisions } from '../review/settlement-decisions.js';
import { SettlementViews } from '../review/settlement-view.js';
import { AuditBench, codeOf, type Person } from '../testing/audit-bench.js';
import type { AskSchoolBody, OwnSettlement, OwnSettlementList } from './http/settling.dto.js';
import { OwnSettlementViews } from './own-settlement-views.js';
import { Settling } from './settling.service.js';

let bench: AuditBench;
let settling: Settling;
let school: World;
let center: RequestContext;

beforeAll(async () => {
  bench = await AuditBench.open();
  settling = bench.get(Settling);
  school = await bench.school();
  center = await school.staff('center_admin');
});
afterAll(() => bench.close());

const SERVICES = [{ code: 'signing' as const, answers: { headcount: '20' } }];
const REASONS = [{ code: 'incomplete', text: '招聘邮箱打不通' }];
const body = (version = 0, patch: Partial<AskSchoolBody> = {}): AskSchoolBody => ({
  version,
  services: SERVICES,
  message: '想招机械类的毕业生',
  ...patch,
});

interface Unit {
  id: string;
  admin: Person;
  ctx: RequestContext;
}

async function unit(status = 'verified'): Promise<Unit> {
  const id = await bench.unit(status);
  const admin = await bench.person();
  await bench.member(id, admin);
  return { id, admin, ctx: bench.as(admin, id) };
}

async function standing(status: string): Promise<Unit> {
  const one = await unit();
  await bench.asks(one.id, school, status, status === 'waiting' ? null : new Date('2027-04-14T15:59:59.999Z'));
  return one;
}

const own = ({ items }: OwnSettlementList): OwnSettlement => {
  const [only] = items;
  if (!only) throw new Error('no school');
  return only;
};
const ask = (ctx: RequestContext, given = body()) => settling.ask(ctx, school.schoolCode, given);
const withdraw = (ctx: RequestContext, version = 1) => settling.withdraw(ctx, school.schoolCode, version);
const toldCenter = () => bench.told(center.actor.accountId ?? '');

describe('asking a school', () => {
  it('puts a certified unit before the school, which is told, with a term', async () => {
    const { id, ctx } = await unit();
    const before = (await toldCenter()).length;
    const view = own(await ask(ctx));
    expect(view).toMatchObject({
      schoolCode: school.schoolCode,
      status: 'pending',
      version: 1,
      services: SERVICES,
      message: '想招机械类的毕业生',
      reasons: [],
      actions: ['withdraw'],
      events: [{ sentence: '申请入驻', actor: '周敏' }],
    });
    expect(view.term?.workdaysLeft).toBeGreaterThan(0);
    expect(await bench.events(id)).toEqual(['settlement.apply']);
    expect((await toldCenter()).slice(before)).toEqual(['settlement_waiting']);
    const audit = await bench.one<{ action: string }>(
      `select body ->> 'action' as action from audit_entry where aggregate_id = $1 and aggregate_type = 'employer'`,
      [id],
    );
    expect(audit.action).toBe('settlement.apply');
    expect((await bench.get(SettlementViews).review(center, id)).status).toBe('pending');
  });

  it('lets a unit that is not certified yet wait, where the school sees and hears nothing', async () => {
    const { id, ctx } = await unit('provisional');
    const before = (await toldCenter()).length;
    expect(own(await ask(ctx))).toMatchObject({ status: 'waiting', term: null, actions: ['withdraw'] });
    expect((await bench.settlement(id, school)).sla_due_at).toBeNull();
    expect((await toldCenter()).length).toBe(before);
    expect(await codeOf(bench.get(SettlementViews).review(center, id))).toBe('NOT_FOUND');
  });

  it.each(['returned', 'rejected', 'withdrawn'])(
    'again after %s: other words, a new term, no old reasons',
    async (status) => {
      const { id, ctx } = await standing(status);
      await bench.rows(`update employer_school set reasons = $2, decided_at = now() where employer_id = $1`, [
        id,
        JSON.stringify([{ field: 'whole', code: 'incomplete', text: '招聘邮箱打不通' }]),
      ]);
      const services = [{ code: 'posting' as const, answers: { posts: '工艺工程师' } }];
      const view = own(await ask(ctx, body(1, { services, message: '补好了' })));
      expect(view).toMatchObject({ status: 'pending', version: 2, services, message: '补好了', reasons: [] });
      const { sla_due_at } = await bench.settlement(id, school);
      expect(sla_due_at?.getTime()).toBeGreaterThan(bench.clock.now().getTime());
    },
  );

  it.each(['waiting', 'pending', 'approved', 'suspended'])('is refused while it is %s', async (status) => {
    const { id, ctx } = await standing(status);
    expect(await codeOf(ask(ctx, body(1)))).toBe('NOT_ALLOWED_NOW');
    expect(await bench.settlement(id, school)).toMatchObject({ status, version: 1 });
    expect(await bench.events(id)).toEqual([]);
  });

  it.each(['cancelled', 'rejected'])('is refused to a unit that is %s', async (status) => {
    const { ctx } = await unit(status);
    expect(await codeOf(ask(ctx))).toBe('NOT_ALLOWED_NOW');
    expect((await bench.get(OwnSettlementViews).read(ctx)).askable).toBe(false);
  });

  it('asks for at least one service, filled in', async () => {
    const { id, ctx } = await unit();
    expect(await codeOf(ask(ctx, body(0, { services: [] })))).toBe('VALIDATION_FAILED');
    const unfilled = [{ code: 'signing' as const, answers: {} }];
    await expect(ask(ctx, body(0, { services: unfilled }))).rejects.toMatchObject({
      errors: [{ field: 'services.signing.headcount' }],
    });
    expect(await bench.events(id)).toEqual([]);
  });

  it('of two tabs the second is told that the first was there', async () => {
    const { id, ctx } = await unit();
    const answers = await Promise.all([codeOf(ask(ctx)), codeOf(ask(ctx))]);
    expect(answers.sort()).toEqual(['OK', 'STALE_VERSION']);
    expect(await bench.events(id)).toEqual(['settlement.apply']);
  });

  it('finds schools that are open and not asked yet, and no others', async () => {
    const [closed, free] = [await bench.school(), await bench.school()];
    await bench.rows('update cohort set is_open = false where school_id = $1', [closed.schoolId]);
    const { ctx } = await unit();
    const codes = async () => (await settling.search(ctx)).items.map((one) => one.schoolCode);
    expect(await codes()).toEqual(expect.arrayContaining([school.schoolCode, free.schoolCode]));
    await ask(ctx);
    const found = await codes();
    expect(found).toContain(free.schoolCode);
    expect(found).not.toContain(school.schoolCode);
    expect(found).not.toContain(closed.schoolCode);
    expect((await settling.search(ctx, free.schoolCode)).items).toHaveLength(1);
    expect(await codeOf(settling.ask(ctx, closed.schoolCode, body()))).toBe('NOT_ALLOWED_NOW');
    expect(await codeOf(settling.ask(ctx, '00000', body()))).toBe('NOT_FOUND');
  });
});

describe('taking it back', () => {
  it.each([
    ['waiting', 0],
    ['pending', 1],
    ['returned', 1],
  ])('while it is %s; the school is told where it saw it', async (status, messages) => {
    const { id, ctx } = await standing(status);
    const before = (await toldCenter()).length;
    expect(own(await withdraw(ctx))).toMatchObject({ status: 'withdrawn', version: 2, actions: ['ask'] });
    expect(await bench.events(id)).toEqual(['settlement.withdraw']);
    expect((await toldCenter()).slice(before)).toEqual(Array(messages).fill('settlement_withdrawn'));
  });

  it.each(['approved', 'rejected', 'suspended', 'withdrawn'])('is refused once it is %s', async (status) => {
    const { id, ctx } = await standing(status);
    expect(await codeOf(withdraw(ctx))).toBe('NOT_ALLOWED_NOW');
    expect(await bench.events(id)).toEqual([]);
  });

  it('with an old version, or where nothing was asked, changes nothing', async () => {
    const { id, ctx } = await standing('pending');
    expect(await codeOf(withdraw(ctx, 7))).toBe('STALE_VERSION');
    expect(await bench.settlement(id, school)).toMatchObject({ status: 'pending', version: 1 });
    const never = await unit();
    expect(await codeOf(withdraw(never.ctx, 0))).toBe('NOT_FOUND');
  });

  it('meets the school’s decision: one of them wins', async () => {
    const { id, ctx } = await standing('pending');
    const decide = bench.get(SettlementDecisions).decide(center, id, 'approve', { version: 1 });
    const answers = await Promise.all([codeOf(withdraw(ctx)), codeOf(decide)]);
    expect(answers.sort()).toEqual(['OK', 'STALE_VERSION']);
    expect(await bench.events(id)).toHaveLength(1);
  });
});

describe('the list', () => {
  it('says the school’s words and its office, not who there has decided', async () => {
    const { id, ctx } = await standing('pending');
    await bench.get(SettlementDecisions).decide(center, id, 'return', { version: 1, reasons: REASONS });
    const view = own(await bench.get(OwnSettlementViews).read(ctx));
    expect(view).toMatchObject({ status: 'returned', actions: ['ask', 'withdraw'] });
    expect(view.reasons).toEqual([expect.stringContaining('招聘邮箱打不通')]);
    expect(view.events).toMatchObject([{ reasons: view.reasons }]);
    expect(JSON.stringify(view)).not.toContain(center.actor.displayName);
  });

  it('is read by members, who ask and withdraw nothing', async () => {
    const { id } = await standing('pending');
    const person = await bench.person('李想');
    await bench.member(id, person, 'employer_member');
    const cookies = await bench.signIn(bench.as(person, id, 'employer_member'));
    const url = `/api/v1/employer/settlements`;
    const list = await bench.call('GET', url, cookies);
    expect(list).toMatchObject({ status: 200, body: { askable: false, items: [{ status: 'pending', actions: [] }] } });
    const refused = [
      await bench.call('GET', `${url}/schools`, cookies),
      await bench.call('POST', `${url}/${school.schoolCode}/ask`, cookies, body()),
      await bench.call('POST', `${url}/${school.schoolCode}/withdraw`, cookies, { version: 1 }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(await bench.events(id)).toEqual([]);
  });

  it('of another unit is out of reach: everybody acts for their own', async () => {
    const { id } = await standing('pending');
    const stranger = await unit();
    expect((await bench.get(OwnSettlementViews).read(stranger.ctx)).items).toEqual([]);
    expect(await codeOf(withdraw(stranger.ctx))).toBe('STALE_VERSION');
    expect(await bench.settlement(id, school)).toMatchObject({ status: 'pending', version: 1 });
  });
});
