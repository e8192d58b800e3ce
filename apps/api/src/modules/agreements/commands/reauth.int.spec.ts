import { randomUUID } from 'node:crypto';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { ReauthCodes } from '../../accounts/index.js';
import { Bench, codeOf } from '../testing/bench.js';
import { ACCEPT } from '../testing/values.js';
import { type Student, testPolicy, type World } from '../testing/world.js';

const inSession = (ctx: RequestContext): RequestContext => ({
  ...ctx,
  actor: { ...ctx.actor, sessionId: randomUUID() },
});

/** The student proves to be the student by a code to the phone that is bound to the account. */
describe('acts that a code confirms', () => {
  let bench: Bench;
  let world: World;

  beforeAll(async () => {
    bench = await Bench.open({ DEMO: 'true' });
    world = await bench.world(testPolicy({ sign: { reauth: 'sms' } }));
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.clock.advance(61_000));

  let serial = 1000;
  /** Somebody whose phone is bound, in a session of its own. */
  const person = async (): Promise<Student> => {
    const student = await world.student();
    const cipher = bench.app.get(FieldCipher, { strict: false });
    const phone = cipher.seal('account', 'phone_enc', student.accountId, `1350000${(serial += 1)}`);
    await bench.database.owner.query(
      `update account set phone_enc = $2, phone_masked = '135', phone_verified_at = now() where id = $1`,
      [student.accountId, phone],
    );
    return { ...student, ctx: inSession(student.ctx) };
  };
  const codeFor = async ({ ctx, accountId }: Student): Promise<{ codeId: string; code: string }> => {
    const { codeId } = await bench.app.get(ReauthCodes, { strict: false }).send(ctx, undefined);
    const [row] = await bench.rows<{ id: string; sealed: Buffer }>(
      'select id, body_enc as sealed from delivery where account_id = $1 order by created_at desc limit 1',
      [accountId],
    );
    if (!row) throw new Error('nothing was sent');
    const body = bench.app.get(FieldCipher, { strict: false }).open('delivery', 'body_enc', row.id, row.sealed);
    return { codeId, code: (JSON.parse(body) as { params: { code: string } }).params.code };
  };

  it('are done with the right one, which the record says', async () => {
    const student = await person();
    const sent = await bench.invited(await world.employer(), student);
    const accept = (proof: object) =>
      bench.commands.accept(student.ctx, sent.id, { version: sent.version, ...ACCEPT, ...proof });
    expect(await codeOf(accept({}))).toBe('REAUTH_REQUIRED');
    const right = await codeFor(student);
    expect(await codeOf(accept({ ...right, code: right.code === '000000' ? '000001' : '000000' }))).toBe('CODE_WRONG');
    const accepted = await accept(right);
    expect(accepted.state).toBe('REVIEW');
    const { rows } = await bench.database.owner.query<{ factor: string }>(
      `select data#>>'{evidence,factor}' as factor from case_event where case_id = $1 and action = 'accept'`,
      [sent.id],
    );
    expect(rows).toEqual([{ factor: 'sms' }]);
  });

  it('that are refused for another reason use up no code', async () => {
    const student = await person();
    const sent = await bench.invited(await world.employer(), student);
    const right = await codeFor(student);
    const accept = (input: object) =>
      bench.commands.accept(student.ctx, sent.id, { version: sent.version, ...ACCEPT, ...right, ...input });
    expect(await codeOf(accept({ version: sent.version + 1 }))).toBe('STALE_VERSION');
    expect(await codeOf(accept({ opinion: ' ' }))).toBe('FIELDS_INCOMPLETE');
    expect(await codeOf(accept({}))).toBe('OK');
  });

  it('take no code of another session, of another person, or for the second time', async () => {
    const [student, classmate] = [await person(), await person()];
    const sent = await bench.invited(await world.employer(), student);
    const [theirs, right] = [await codeFor(classmate), await codeFor(student)];
    const accept = (ctx: RequestContext, proof: object) =>
      bench.commands.accept(ctx, sent.id, { version: sent.version, ...ACCEPT, ...proof });
    expect(await codeOf(accept(inSession(student.ctx), right))).toBe('CODE_EXPIRED');
    expect(await codeOf(accept(student.ctx, theirs))).toBe('CODE_EXPIRED');
    expect(await codeOf(accept(classmate.ctx, theirs))).toBe('NOT_FOUND');
    expect(await codeOf(accept(student.ctx, right))).toBe('OK');
    expect(await codeOf(bench.app.get(ReauthCodes, { strict: false }).check(student.ctx, right))).toBe('CODE_EXPIRED');
  });

  it('say where to bind a phone when there is none, and which way is not bound', async () => {
    const codes = bench.app.get(ReauthCodes, { strict: false });
    await expect(codes.send(inSession((await world.student()).ctx), undefined)).rejects.toMatchObject({
      code: 'NOT_ALLOWED_NOW',
      detail: expect.stringContaining('我的账号'),
    });
    await expect(codes.send((await person()).ctx, 'mail')).rejects.toMatchObject({
      code: 'NOT_ALLOWED_NOW',
      detail: expect.stringContaining('邮箱'),
    });
  });
});
