import { publicContext, type RequestContext } from '../../../platform/context/index.js';
import { type IssuedCode, VerificationCodes } from '../index.js';
import { type AccountsApp, accountsApp } from '../testing/accounts-app.js';
import type { CodeAnswer, CodeRequest } from './verification-codes.js';

const MINUTE = 60_000;

describe('verification codes', () => {
  let kit: AccountsApp;
  let codes: VerificationCodes;

  beforeAll(async () => {
    kit = await accountsApp();
    codes = kit.app.get(VerificationCodes, { strict: false });
  });
  afterAll(() => kit.close());

  let n = 0;
  let ctx: RequestContext;
  let request: CodeRequest;
  /** Each test another phone, another network, another request. */
  beforeEach(() => {
    n += 1;
    ctx = publicContext('test', `10.1.${n}.1`);
    const target = `1380000${String(1000 + n)}`;
    request = { purpose: 'registration', boundTo: `registration:${n}`, channel: 'sms', target };
  });
  const answer = (issued: IssuedCode, code: string, other: Partial<CodeAnswer> = {}): CodeAnswer => ({
    codeId: issued.codeId,
    purpose: request.purpose,
    boundTo: request.boundTo,
    code,
    ...other,
  });
  const otherThan = (code: string): string => (code === '000000' ? '000001' : '000000');
  const codeOf = (thrown: Promise<unknown>): Promise<unknown> =>
    thrown.then(
      () => 'no refusal',
      (error: { code: string }) => error.code,
    );

  it('sends six digits to the phone, and believes them once', async () => {
    const issued = await codes.issue(ctx, request);
    expect(issued).toMatchObject({ toMasked: expect.stringMatching(/^138\*{4}\d{4}$/), retryAfter: 60 });
    const [message] = await kit.messages();
    expect(message).toMatchObject({
      channel: 'sms',
      to: request.target,
      template: 'verification_code',
      params: { code: expect.stringMatching(/^\d{6}$/), minutes: 10, purpose: '登记单位' },
    });
    const code = await kit.newestCode();
    const typed = ` ${code.slice(0, 3)} ${code.slice(3)}`;
    expect(await codes.check(ctx, answer(issued, typed))).toEqual({ channel: 'sms', target: request.target });
    expect(await codeOf(codes.check(ctx, answer(issued, code)))).toBe('CODE_EXPIRED');
  });

  it('sends to mail, in its normal form', async () => {
    const issued = await codes.issue(ctx, { ...request, channel: 'mail', target: ' Wang.Min＠Example.com ' });
    const code = await kit.newestCode();
    expect(await codes.check(ctx, answer(issued, code))).toEqual({ channel: 'mail', target: 'wang.min@example.com' });
  });

  it('is good for its purpose and its request only', async () => {
    const issued = await codes.issue(ctx, request);
    const code = await kit.newestCode();
    for (const other of [{ purpose: 'reset' }, { boundTo: 'registration:other' }] as const) {
      expect(await codeOf(codes.check(ctx, answer(issued, code, other)))).toBe('CODE_EXPIRED');
    }
    expect(await codes.check(ctx, answer(issued, code))).toMatchObject({ channel: 'sms' });
  });

  it('runs out after ten minutes', async () => {
    const issued = await codes.issue(ctx, request);
    const code = await kit.newestCode();
    kit.clock.advance(10 * MINUTE);
    expect(await codeOf(codes.check(ctx, answer(issued, code)))).toBe('CODE_EXPIRED');
  });

  it('is burnt by five wrong guesses, also by simultaneous ones', async () => {
    const issued = await codes.issue(ctx, request);
    const code = await kit.newestCode();
    await expect(codes.check(ctx, answer(issued, otherThan(code)))).rejects.toMatchObject({
      code: 'CODE_WRONG',
      extra: { triesLeft: 4 },
    });
    const guesses = Array.from({ length: 20 }, () => codeOf(codes.check(ctx, answer(issued, otherThan(code)))));
    const answers = await Promise.all(guesses);
    expect(answers.filter((one) => one === 'CODE_WRONG')).toHaveLength(3);
    expect(answers.filter((one) => one === 'CODE_EXPIRED')).toHaveLength(17);
    expect(await codeOf(codes.check(ctx, answer(issued, code)))).toBe('CODE_EXPIRED');
  });

  it('lets one of many simultaneous right answers through', async () => {
    const issued = await codes.issue(ctx, request);
    const code = await kit.newestCode();
    const answers = await Promise.all(Array.from({ length: 10 }, () => codeOf(codes.check(ctx, answer(issued, code)))));
    expect(answers.filter((one) => one === 'no refusal')).toHaveLength(1);
  });

  it('gives the next one after a minute, whatever it is for, and the earlier one is good no more', async () => {
    const first = await codes.issue(ctx, request);
    const earlier = await kit.newestCode();
    await expect(codes.issue(ctx, request)).rejects.toMatchObject({ code: 'CODE_TOO_SOON', extra: { retryAfter: 60 } });
    kit.clock.advance(20_000);
    const elsewhere: CodeRequest = { ...request, purpose: 'reset', boundTo: 'reset:1' };
    await expect(codes.issue(ctx, elsewhere)).rejects.toMatchObject({ extra: { retryAfter: 40 } });
    kit.clock.advance(40_000);
    const second = await codes.issue(ctx, request);
    expect(await codeOf(codes.check(ctx, answer(first, earlier)))).toBe('CODE_EXPIRED');
    expect(await codes.check(ctx, answer(second, await kit.newestCode()))).toMatchObject({ target: request.target });
  });

  it('sends one message to many who ask at once', async () => {
    const before = (await kit.messages()).length;
    const asked = await Promise.all(Array.from({ length: 8 }, () => codeOf(codes.issue(ctx, request))));
    expect(asked.filter((one) => one === 'CODE_TOO_SOON')).toHaveLength(7);
    expect(await kit.messages()).toHaveLength(before + 1);
  });

  it('has a budget a target and a budget a network', async () => {
    for (let sent = 0; sent < 6; sent += 1) {
      await codes.issue(ctx, request);
      kit.clock.advance(MINUTE);
    }
    expect(await codeOf(codes.issue(ctx, request))).toBe('TOO_MANY_REQUESTS');
    const elsewhere = publicContext('test', '10.2.0.1');
    expect(await codeOf(codes.issue(elsewhere, request))).toBe('TOO_MANY_REQUESTS');
    expect(await codes.issue(ctx, { ...request, target: '13900000000' })).toMatchObject({ retryAfter: 60 });
  });

  it.each([
    ['sms', '12345'],
    ['mail', 'nobody'],
  ] as const)('names what is wrong with the %s %s', async (channel, target) => {
    await expect(codes.issue(ctx, { ...request, channel, target })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ field: 'target' }],
    });
  });

  it('behaves the same where there is nobody to send to, but sends nothing', async () => {
    const before = (await kit.messages()).length;
    const issued = await codes.issueToNobody(ctx, request);
    expect(issued).toMatchObject({ codeId: expect.any(String), retryAfter: 60 });
    expect(await codeOf(codes.issueToNobody(ctx, request))).toBe('CODE_TOO_SOON');
    for (let guess = 1; guess <= 6; guess += 1) {
      expect(await codeOf(codes.check(ctx, answer(issued, '000000')))).toBe(guess < 5 ? 'CODE_WRONG' : 'CODE_EXPIRED');
    }
    expect(await kit.messages()).toHaveLength(before);
  });

  it('keeps neither code nor target in clear', async () => {
    await codes.issue(ctx, request);
    const code = await kit.newestCode();
    const { rows } = await kit.database.owner.query<{ text: string }>(
      `select v::text as text from verification_code v union all select d::text from delivery d
       union all select j::text from job_run j union all select e::text from audit_entry e`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { text } of rows) {
      expect(text).not.toContain(request.target);
      expect(text).not.toMatch(new RegExp(`\\b${code}\\b`));
    }
  });
});

describe('without channels', () => {
  let kit: AccountsApp;

  beforeAll(async () => {
    kit = await accountsApp({ SMS_ACCESS_KEY_ID: '', DEMO: 'false' });
  });
  afterAll(() => kit.close());

  it('says which way is open', async () => {
    const codes = kit.app.get(VerificationCodes, { strict: false });
    const ctx = publicContext('test', '10.1.0.1');
    const request = { purpose: 'setup', boundTo: 'session:1', channel: 'sms', target: '13800000021' } as const;
    expect([codes.available('sms'), codes.available('mail')]).toEqual([false, true]);
    await expect(codes.issue(ctx, request)).rejects.toMatchObject({
      code: 'CHANNEL_UNAVAILABLE',
      detail: expect.stringContaining('邮箱'),
    });
  });
});
