import { makePolicy } from '../process/policy.js';
import { validatePolicy } from '../process/validate-policy.js';
import { checkSourceForm, checkSourceValue, sourceDifferences } from './check.js';
import { emptySourceValues, isRegistryField, SOURCE_KEYS, type SourceKey, USUAL_REGISTRY_FIELDS } from './fields.js';
import { mergeSource, normaliseSource, sourceProgress } from './form.js';
import { resolveSource, sourceActions, type SourceAction, type SourceActor } from './flow.js';
import { namesNumber } from './reports.js';
import { awaitedRole, levelStanding, sourceStateLabel, statesAwaiting, type SourceState } from './states.js';
import { sourceClosedOn } from './term.js';
import { sourceText } from './text.js';

const ctx = { today: '2027-04-26', cohort: 2027 };
const LEVELS = ['counsellor', 'college', 'center'] as const;
const good = (over: Partial<Record<SourceKey, string>> = {}) => ({
  ...emptySourceValues(),
  politicalCode: '03',
  hardshipCode: '0',
  teacherTrainingCode: '2',
  originCode: '433130',
  urbanRuralCode: '2',
  policeStationBefore: '龙山县公安局民安派出所',
  householdMovedIn: '0',
  archiveMovedIn: '1',
  archiveUnitBefore: '龙山县高级中学',
  phone: '13800000021',
  email: 'ouyang.y@example.cn',
  address: '民安街道新建路 12 号 3 栋 502',
  homePostcode: '416800',
  emergencyName: '欧阳建国',
  emergencyRelation: '1',
  emergencyPhone: '13800000022',
  ...over,
});

describe('a value of the source information', () => {
  it.each<[SourceKey, string, string]>([
    ['ethnicCode', '1', '01'],
    ['ethnicCode', '土家族', '15'],
    ['politicalCode', '3', '03'],
    ['hardshipCode', '00', '0'],
    ['trainingModeCode', '01', '1'],
    ['enrolledMonth', '2023-9', '202309'],
    ['enrolledMonth', '2023年9月', '202309'],
    ['birthDate', '2005年4月18日', '2005-04-18'],
    ['birthDate', '20050418', '2005-04-18'],
    ['lengthYears', '2.5年', '2.5'],
    ['idNo', ' 11010519491231002x ', '11010519491231002X'],
    ['phone', '+86 138-0000-0021', '13800000021'],
    ['name', '阿卜杜拉 ‧ 买买提', '阿卜杜拉·买买提'],
    ['qq', ' １２３４５６ ', '123456'],
    ['originCode', '433130', '433130'],
    ['examNo', '', ''],
  ])('%s: %j is kept as %j', (key, text, value) => {
    expect(checkSourceValue(key, text, ctx)).toEqual({ ok: true, value });
  });

  it.each<[SourceKey, string, RegExp]>([
    ['ethnicCode', '火星族', /没有「火星族」/],
    ['enrolledMonth', '2023-13', /年月/],
    ['birthDate', '2003-02-29', /没有这一天/],
    ['birthDate', '2030-01-01', /晚于今天/],
    ['lengthYears', '2.3', /半年/],
    ['idNo', '110105194912310021', /校验位/],
    ['originCode', '430100', /县/],
    ['originCode', '990101', /代码不对/],
    ['address', '龙山县民安街道', /门牌号/],
    ['name', '张3', /数字/],
    ['qq', '0123', /QQ/],
    ['homePostcode', '41680', /6 位/],
    ['majorDirection', '长'.repeat(61), /最多 60 个字/],
  ])('%s: %j is refused', (key, text, message) => {
    expect(checkSourceValue(key, text, ctx)).toEqual({ ok: false, reason: expect.stringMatching(message) as string });
  });

  it('of a passport is letters and digits, and no ID number', () => {
    expect(checkSourceValue('idNo', 'e 1234567', { ...ctx, idType: '护照' })).toEqual({ ok: true, value: 'E1234567' });
  });
});

describe('the form', () => {
  it('can be submitted when the own fields are right, whatever the registry holds', () => {
    expect(checkSourceForm(good(), USUAL_REGISTRY_FIELDS, ctx)).toEqual([]);
  });
  it('names what is missing and what is wrong, in the order of the fields', () => {
    const errors = checkSourceForm(
      good({ originCode: '', address: '龙山县', emergencyPhone: '13800000021' }),
      USUAL_REGISTRY_FIELDS,
      ctx,
    );
    expect(errors.map((error) => error.field)).toEqual(['originCode', 'address', 'emergencyPhone']);
  });
  it('asks for a field that the school has taken out of the registry', () => {
    const registry = USUAL_REGISTRY_FIELDS.filter((key) => key !== 'genderCode');
    expect(checkSourceForm(good(), registry, ctx)).toEqual([{ field: 'genderCode', message: '请填写性别。' }]);
  });
  it('never lets name, numbers and exam number leave the registry', () => {
    expect(SOURCE_KEYS.filter((key) => isRegistryField(key, []))).toEqual(['name', 'studentNo', 'idNo', 'examNo']);
  });
  it('differs where the student wrote otherwise, outside of the registry', () => {
    expect(sourceDifferences(good(), good({ address: '别处 1 号', name: '别人' }), USUAL_REGISTRY_FIELDS)).toEqual([
      'address',
    ]);
  });
});

const staff = (...roles: ('counsellor' | 'college' | 'center')[]): SourceActor => ({
  kind: 'staff',
  accountId: 'a',
  roles,
});
const ask = (action: SourceAction, state: SourceState, actor: SourceActor, more: object = {}) =>
  resolveSource({
    action,
    actor,
    levels: LEVELS,
    snapshot: { state, lastPassBy: null, cohortOpen: true },
    ...more,
  });

describe('the process', () => {
  const student: SourceActor = { kind: 'student' };

  it('goes up level by level', () => {
    let state: SourceState = 'not_started';
    const step = (action: SourceAction, actor: SourceActor): void => {
      const result = ask(action, state, actor);
      if (!result.ok) throw new Error(result.reason);
      state = result.to;
    };
    step('submit', student);
    step('pass', staff('counsellor'));
    step('pass', staff('college'));
    step('pass', staff('center'));
    expect(state).toBe('school_approved');
    expect(sourceStateLabel(state, LEVELS)).toBe('审核通过');
  });

  it('sends back with a reason, and is submitted again', () => {
    expect(ask('return', 'counsellor_approved', staff('college'), { reasonGiven: false })).toMatchObject({
      ok: false,
      code: 'REASON_REQUIRED',
    });
    expect(ask('return', 'counsellor_approved', staff('college'), { reasonGiven: true })).toEqual({
      ok: true,
      to: 'returned',
    });
    expect(ask('submit', 'returned', student)).toEqual({ ok: true, to: 'submitted' });
  });

  it('refuses whoever is of another level, and says whose turn it is', () => {
    expect(ask('pass', 'submitted', staff('college', 'center'))).toEqual({
      ok: false,
      code: 'NOT_YOUR_LEVEL',
      reason: '现在由辅导员审核，不是你这一级。',
    });
  });

  it('lets a student withdraw until somebody has acted, and never edit what is under review', () => {
    expect(ask('withdraw', 'submitted', student)).toEqual({ ok: true, to: 'not_started' });
    expect(ask('withdraw', 'counsellor_approved', student)).toMatchObject({ ok: false });
    expect(ask('save', 'submitted', student)).toMatchObject({ ok: false });
    expect(ask('pass', 'submitted', student)).toMatchObject({ ok: false, code: 'NOT_YOUR_LEVEL' });
  });

  it('takes a pass back to where it was, by whoever gave it, until the next level has acted', () => {
    const mine = { snapshot: { state: 'counsellor_approved' as const, lastPassBy: 'a', cohortOpen: true } };
    expect(ask('claw_back', 'counsellor_approved', staff('counsellor'), mine)).toEqual({ ok: true, to: 'submitted' });
    const others = { snapshot: { ...mine.snapshot, lastPassBy: 'b' } };
    expect(ask('claw_back', 'counsellor_approved', staff('counsellor'), others)).toMatchObject({ ok: false });
    expect(ask('claw_back', 'college_approved', staff('counsellor'), mine)).toMatchObject({ ok: true });
    expect(
      ask('claw_back', 'college_approved', staff('counsellor'), {
        snapshot: { state: 'college_approved', lastPassBy: 'a', cohortOpen: true },
      }),
    ).toMatchObject({ ok: false });
  });

  it('takes nothing new after the last day, unless it was sent back or the school takes late ones', () => {
    const after = (state: SourceState) => ({
      snapshot: { state, lastPassBy: null, cohortOpen: true, closedOn: '2027-04-30' },
    });
    expect(ask('submit', 'not_started', student, after('not_started'))).toEqual({
      ok: false,
      code: 'NOT_ALLOWED_NOW',
      reason: '提交已在 4月30日 截止。需要提交请联系辅导员。',
    });
    expect(ask('save', 'not_started', student, after('not_started'))).toMatchObject({ ok: true });
    expect(ask('submit', 'returned', student, after('returned'))).toEqual({ ok: true, to: 'submitted' });
    expect(ask('withdraw', 'submitted', student, after('submitted'))).toMatchObject({ ok: false });
    expect(sourceClosedOn({ until: '2027-04-30', late: 'refuse' }, '2027-04-30')).toBeNull();
    expect(sourceClosedOn({ until: '2027-04-30', late: 'refuse' }, '2027-05-01')).toBe('2027-04-30');
    expect(sourceClosedOn({ until: '2027-04-30', late: 'accept' }, '2027-05-01')).toBeNull();
    expect(sourceClosedOn(null, '2027-05-01')).toBeNull();
  });

  it('stands still in a closed cohort', () => {
    const closed = { snapshot: { state: 'submitted' as const, lastPassBy: null, cohortOpen: false } };
    for (const one of sourceActions({ actor: staff('counsellor'), levels: LEVELS, ...closed })) {
      expect(one).toMatchObject({ allowed: false, reason: '这一届已经结束，只能查看。' });
    }
  });

  it('does not stick when a level is taken away in the middle', () => {
    expect(awaitedRole('counsellor_approved', ['center'])).toBe('center');
    expect(awaitedRole('college_approved', ['counsellor'])).toBeNull();
    expect(statesAwaiting('center', ['counsellor', 'center'])).toEqual(['counsellor_approved', 'college_approved']);
  });

  it('says of each level how it stands', () => {
    const standing = (state: SourceState, by: 'counsellor' | 'college' | 'center' | null = null) =>
      LEVELS.map((role) => levelStanding(role, state, LEVELS, by)).join();
    expect(standing('not_started')).toBe('not_reached,not_reached,not_reached');
    expect(standing('submitted')).toBe('waiting,not_reached,not_reached');
    expect(standing('college_approved')).toBe('passed,passed,waiting');
    expect(standing('returned', 'college')).toBe('passed,returned,not_reached');
  });
});

describe('a school', () => {
  const problems = (source: object, eligibility: object = {}) =>
    validatePolicy(makePolicy({ source, eligibility })).map(({ path }) => path);
  it('has at least one level, from below upwards', () => {
    expect(problems({ levels: [] })).toContain('source.levels');
    expect(problems({ levels: ['center', 'college'] })).toContain('source.levels');
    expect(problems({ levels: ['college'] })).toEqual([]);
  });
  it('cannot ask for a level that nobody gives', () => {
    expect(problems({ levels: ['college'] }, { source_state_required: 'school_approved' })).toEqual([
      'eligibility.source_state_required',
    ]);
  });
});

describe('the student’s form', () => {
  const registry = USUAL_REGISTRY_FIELDS;

  it('shows what the student wrote over the school’s values, and never over the registry', () => {
    const merged = mergeSource(
      good({ name: '欧阳䶮', qq: '12345' }),
      { name: '别人', address: '别处 1 号', qq: '' },
      registry,
    );
    expect(merged).toMatchObject({ name: '欧阳䶮', address: '别处 1 号', qq: '', homePostcode: '416800' });
  });
  it('brings own values into one spelling and leaves the wrong ones as they were written', () => {
    const values = normaliseSource(
      good({ phone: '138-0000-0021', homePostcode: '4168', examNo: '2343 0000' }),
      registry,
      ctx,
    );
    expect(values).toMatchObject({ phone: '13800000021', homePostcode: '4168', examNo: '2343 0000' });
  });
  it('counts what is still missing, and optional fields only once they are filled in', () => {
    const before = sourceProgress(good(), registry, ctx);
    expect(before).toMatchObject({ missing: 0, total: 16 });
    const after = sourceProgress(good({ homePostcode: '', qq: '0', address: '龙山县' }), registry, ctx);
    expect(after.missing).toBe(3);
    expect(after.groups.find(({ group }) => group === 'family')).toMatchObject({ done: 0, total: 2, wrong: 1 });
    expect(after.groups.find(({ group }) => group === 'contact')).toMatchObject({ done: 2, total: 3, wrong: 1 });
  });
  it('finds the same phone in two spellings', () => {
    expect(sourceProgress(good({ emergencyPhone: '138 0000 0021' }), registry, ctx).missing).toBe(1);
  });
  it('has values that people can read', () => {
    const text = (key: SourceKey, value: string) => sourceText(key, value, () => '湖南省龙山县');
    expect([text('ethnicCode', '15'), text('enrolledMonth', '202309'), text('originCode', '433130')]).toEqual([
      '土家族',
      '2023-09',
      '湖南省龙山县',
    ]);
  });
  it.each([
    ['户口簿第 3 页', false],
    ['学信网 2026-10-12 截图', false],
    ['身份证 4331-3020-0504', true],
  ])('grounds: %j carries a number: %s', (words, carries) => {
    expect(namesNumber(words)).toBe(carries);
  });
});
