import { describe, expect, it } from 'vitest';
import { invitation, overview, summary } from '../../testing/fixtures.js';
import { standingOf, stepsOf } from './standing.js';

const now = new Date('2027-04-12T06:32:00.000Z');
const read = (parts: readonly (string | { nb: string })[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : part.nb)).join('');

describe('standingOf', () => {
  it('tells the number, the first deadline and what is left, rounded down', () => {
    const items = [
      invitation({ id: 'b', deadlineAt: '2027-04-19T15:59:59.000Z' }),
      invitation({ id: 'a', deadlineAt: '2027-04-14T15:59:59.000Z' }),
    ];
    const standing = standingOf(overview({ invitations: { open: 2, max: 5, items } }), now);
    expect(standing.title).toBe('2 份邀约等你答复');
    expect(read(standing.say)).toBe('最早的一份 4月14日 23:59 截止，还剩 2 天 9 小时。过期就自动失效。');
    expect(standing.action).toMatchObject({ label: '比较这 2 份', to: { name: 'compare', query: { ids: 'b,a' } } });
  });

  it('leads a single invitation straight to its page', () => {
    const standing = standingOf(overview(), now);
    expect(standing.action).toMatchObject({ label: '查看并答复', to: { name: 'invitation', params: { id: 'c1' } } });
  });

  it('has one filled action only when it waits for me', () => {
    const sign = overview({
      state: 'sign',
      case: summary({ state: 'SIGNING', deadlineAt: '2027-05-12T15:59:59.000Z' }),
    });
    expect(standingOf(sign, now)).toMatchObject({ title: '轮到你签名', action: { next: true, to: { name: 'sign' } } });
    expect(read(standingOf(sign, now).say)).toContain('5月12日 前签完');
    const review = overview({ state: 'review', case: summary() });
    expect(standingOf(review, now)).toMatchObject({ title: '等学校审核', action: { next: false } });
  });

  it('says how many seals are there, and nothing when it is not known', () => {
    const progress = [{ key: 'seal', label: '签章', status: 'now' as const, at: null, byName: null, note: '1 / 4' }];
    const sealing = overview({ state: 'sealing', case: summary({ state: 'SIGNING', progress }) });
    expect(read(standingOf(sealing, now).say)).toContain('完成 1 / 4，现在不用你办');
    expect(stepsOf(sealing, now).at(-1)).toMatchObject({ status: 'now', note: '签章 1 / 4' });
  });

  it('names a state that it does not know by its own name', () => {
    const frozen = overview({ state: 'review', case: summary({ state: 'SUSPENDED', stateLabel: '已冻结' }) });
    expect(standingOf(frozen, now).title).toBe('已冻结');
  });

  it.each([
    ['not_started', '先核验生源信息', true],
    ['returned', '生源信息被退回', true],
    ['submitted', '生源信息在审核', false],
  ])('of the source information leads to its page: %s', (sourceState, title, next) => {
    const standing = standingOf(overview({ state: 'verify', sourceState, sourceStateLabel: '待学院审核' }), now);
    expect(standing.title).toBe(title);
    expect(standing.action).toMatchObject({ to: { name: 'source' }, next });
    if (!next) expect(read(standing.say)).toContain('「待学院审核」');
  });

  it('counts dates in the school’s zone, whatever the device believes', () => {
    const standing = standingOf(
      overview({ invitations: { open: 1, max: 5, items: [invitation({ deadlineAt: '2027-04-14T15:59:59.000Z' })] } }),
      new Date('2027-04-14T15:30:00.000Z'),
    );
    expect(read(standing.say)).toBe('4月14日 23:59 截止，还剩 30 分钟。过期就自动失效。');
  });
});

describe('stepsOf', () => {
  it('gives each of the four steps a second line', () => {
    const states = ['verify', 'waiting', 'invited', 'review', 'sign', 'sealing', 'signed'] as const;
    for (const state of states) {
      const steps = stepsOf(overview({ state, case: summary({ signedAt: '2027-04-28T01:30:00.000Z' }) }), now);
      expect(steps).toHaveLength(4);
      expect(steps.every((step) => step.note)).toBe(true);
      expect(steps.filter((step) => step.status === 'now')).toHaveLength(state === 'signed' ? 0 : 1);
    }
  });
});
