import type { SourceFieldView } from '@qiancheng/api-client/teacher';
import { describe, expect, it } from 'vitest';
import { marksOf } from './marks.js';
import { canCopy, clashesOf, needsLook, rebased, saveBody, stateOf, type Change, type FieldKey } from './pending.js';

const field = (key: FieldKey, more: Partial<SourceFieldView> = {}): SourceFieldView => ({
  key,
  label: key,
  group: 'contact',
  kind: 'text',
  table: null,
  max: 60,
  personal: false,
  registry: false,
  fixed: false,
  lockReason: null,
  school: 'a',
  schoolText: 'a',
  student: 'b',
  studentText: 'b',
  differs: true,
  copyReason: null,
  findings: [],
  ...more,
});
const pendingOf = (...entries: [FieldKey, Change][]) => new Map(entries);
const copy: Change = { kind: 'copy', text: 'b' };

describe('a row', () => {
  it('says what it is about', () => {
    const none = pendingOf();
    expect(stateOf(field('qq'), pendingOf(['qq', copy]))).toBe('pending');
    expect(stateOf(field('qq'), none)).toBe('differs');
    expect(stateOf(field('qq', { schoolText: '' }), none)).toBe('school-empty');
    expect(stateOf(field('qq', { studentText: '' }), none)).toBe('student-empty');
    expect(stateOf(field('name', { registry: true }), none)).toBe('registry');
    expect(stateOf(field('qq', { differs: false }), none)).toBe('equal');
  });
  it('comes first when it differs, was found by a rule, or waits to be saved', () => {
    const equal = field('qq', { differs: false });
    expect(needsLook(equal, pendingOf())).toBe(false);
    expect(needsLook(equal, pendingOf(['qq', { kind: 'set', value: '1', text: '1', personal: false }]))).toBe(true);
    const found = { rule: 'DC-08', severity: 'W', severityLabel: '提醒', detail: '没有写说明。' } as const;
    expect(needsLook({ ...equal, findings: [found] }, pendingOf())).toBe(true);
  });
  it('is not copied over by an empty answer', () => {
    expect(canCopy(field('qq', { copyReason: '学生没有填' }))).toBe(false);
  });
});

describe('a save', () => {
  it('sends copies as names and what was written as values', () => {
    const pending = pendingOf(
      ['address', copy],
      ['qq', { kind: 'set', value: '12345', text: '12345', personal: false }],
    );
    expect(saveBody(pending, 7, ' ')).toEqual({ version: 7, copy: ['address'], set: { qq: '12345' } });
    expect(saveBody(pendingOf(['address', copy]), 7, ' 名单 ')).toEqual({
      version: 7,
      copy: ['address'],
      reason: '名单',
    });
  });
});

describe('somebody was faster', () => {
  const before = [field('address'), field('qq'), field('email')];
  const mine = pendingOf(
    ['address', copy],
    ['qq', { kind: 'set', value: 'c', text: 'c', personal: false }],
    ['email', copy],
  );
  it('loses nothing that is still a change, and names what both have touched', () => {
    const now = [
      field('address', { school: 'b', schoolText: 'b', differs: false }),
      field('qq', { school: 'd', schoolText: 'd' }),
      field('email'),
    ];
    const clashes = clashesOf(mine, before, now);
    expect(clashes.map(({ key, now: theirs, mine: wanted, touched }) => [key, theirs, wanted, touched])).toEqual([
      ['qq', 'd', 'c', true],
      ['email', 'a', 'b', false],
    ]);
    expect([...rebased(mine, clashes, new Set<FieldKey>(['email']))]).toEqual([['email', copy]]);
  });
  it('drops what they have written the same way', () => {
    expect(clashesOf(mine, before, [field('qq', { school: 'c', schoolText: 'c' })])).toEqual([]);
  });
});

describe('marks', () => {
  const shown = (pieces: { text: string; differs: boolean }[]) =>
    pieces.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('');
  it('stand where two texts differ', () => {
    const { left, right } = marksOf('托克扎克镇3村2组', '托克扎克镇幸福村5组017号');
    expect([shown(left), shown(right)]).toEqual(['托克扎克镇[3]村[2]组', '托克扎克镇[幸福]村[5]组[017号]']);
  });
  it('are left out where nothing is alike, or nothing differs', () => {
    expect(shown(marksOf('农村', '城镇').left)).toBe('农村');
    expect(shown(marksOf('一样', '一样').left)).toBe('一样');
    expect(shown(marksOf('', '新的').right)).toBe('新的');
  });
});
