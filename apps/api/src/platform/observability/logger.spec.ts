import { Writable } from 'node:stream';
import { withLogContext } from './log-context.js';
import { createLogger, NestLogger } from './logger.js';

function capture() {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { lines, logger: createLogger('debug', sink), last: () => JSON.parse(lines.at(-1)!) as Record<string, never> };
}

describe('log lines', () => {
  const id = '430102200501010418';
  const phone = '13800000021';

  it('hide personal data and credentials wherever they stand', () => {
    const { lines, logger } = capture();
    logger.info(
      { body: { idNo: id, password: 'Qiancheng-2027', note: `身份证${id}，电话 ${phone}` } },
      `call ${phone}`,
    );
    logger.warn({ headers: { cookie: 'qc_student_at=abcdef', authorization: 'Bearer abcdefghijkl' } }, 'headers');
    logger.error({
      err: Object.assign(new Error(`Key (phone)=(${phone}) exists`), { parameters: [id], code: '23505' }),
    });
    logger.error(new Error(`postgres://owner:hunter22@db/x and qc_teacher_rt=zzzzzzzz`));
    logger.info(`token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl seen`);
    const all = lines.join('');
    for (const secret of [id, phone, 'Qiancheng-2027', 'abcdef', 'hunter22', 'zzzzzzzz', 'eyJhbGci']) {
      expect(all).not.toContain(secret);
    }
    expect(all).toContain('23505');
  });

  it('keep what only resembles personal data', () => {
    const { last, logger } = capture();
    const uuid = '01920000-1380-7000-8000-013800000021';
    logger.info({ caseId: uuid, at: 1_760_000_000_000 }, '2027-10001-1-000123-X');
    expect(last()).toMatchObject({ caseId: uuid, at: 1_760_000_000_000, msg: '2027-10001-1-000123-X' });
  });

  it('carry the request id of the request that they belong to', async () => {
    const { last, logger } = capture();
    await withLogContext({ requestId: 'r-1' }, async () => {
      await Promise.resolve();
      logger.info('inside');
    });
    expect(last()).toMatchObject({ requestId: 'r-1', msg: 'inside', level: 'info' });
    logger.info('outside');
    expect(last()).not.toHaveProperty('requestId');
  });

  it('understand the ways in which Nest logs', () => {
    const { last, logger } = capture();
    const nest = new NestLogger(logger);
    nest.log('started', 'Bootstrap');
    expect(last()).toMatchObject({ context: 'Bootstrap', msg: 'started' });
    nest.warn({ jobRunId: 'j1', err: new Error('down') }, 'queue not reached', 'Jobs');
    expect(last()).toMatchObject({
      context: 'Jobs',
      jobRunId: 'j1',
      msg: 'queue not reached',
      err: { message: 'down' },
    });
    nest.error('broken', 'Error: broken\n at x', 'Handler');
    expect(last()).toMatchObject({
      level: 'error',
      context: 'Handler',
      msg: 'broken',
      stack: expect.stringContaining('at x'),
    });
  });

  it('do not fall over odd values', () => {
    const { logger } = capture();
    const ring: Record<string, unknown> = {};
    ring['self'] = ring;
    expect(() => logger.info({ ring, big: 10n, fn: () => 1, bytes: Buffer.alloc(3) }, 'odd')).not.toThrow();
  });
});
