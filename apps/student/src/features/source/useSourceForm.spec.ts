import type { OwnSourceView } from '@qiancheng/api-client/student';
import { emptySourceValues, USUAL_REGISTRY_FIELDS, type SourceValues } from '@qiancheng/shared';
import { ApiProblem } from '@qiancheng/web-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { useSourceForm, type SourceForm } from './useSourceForm.js';

const server = vi.hoisted(() => ({ save: vi.fn(), submit: vi.fn(), withdraw: vi.fn(), read: vi.fn() }));
vi.mock('@qiancheng/api-client/student', () => ({
  saveOwnSource: ({ body }: { body: unknown }) => server.save(body) as unknown,
  submitOwnSource: ({ body }: { body: unknown }) => server.submit(body) as unknown,
  withdrawOwnSource: () => server.withdraw() as unknown,
  getOwnSource: () => server.read() as unknown,
}));

const FILLED: SourceValues = {
  ...emptySourceValues(),
  politicalCode: '03',
  hardshipCode: '0',
  teacherTrainingCode: '2',
  originCode: '433130',
  urbanRuralCode: '2',
  policeStationBefore: '民安派出所',
  householdMovedIn: '0',
  archiveMovedIn: '1',
  archiveUnitBefore: '龙山县高级中学',
  phone: '13800000021',
  email: 'a@example.cn',
  address: '民安街道新建路 12 号',
  homePostcode: '416800',
  emergencyName: '欧阳建国',
  emergencyRelation: '1',
  emergencyPhone: '13800000022',
};
const may = (...allowed: string[]) =>
  ['save', 'submit', 'withdraw'].map((action) => ({
    action: action as 'save',
    label: action,
    allowed: allowed.includes(action),
    reason: null,
  }));
const view = (over: Partial<OwnSourceView> = {}): OwnSourceView => ({
  state: 'not_started',
  stateLabel: '还没有核验',
  stateAt: '2027-04-12T02:00:00.000Z',
  cohort: 2027,
  slaWorkdays: 3,
  dueAt: null,
  term: null,
  boundPhone: null,
  idType: '居民身份证',
  college: '计算机学院',
  major: '软件工程',
  className: '软工 2301',
  registryFields: [...USUAL_REGISTRY_FIELDS, 'name', 'studentNo', 'idNo', 'examNo'],
  school: { ...FILLED, address: '' },
  values: { ...FILLED },
  draft: { version: 1, savedAt: null },
  errors: [],
  findings: [],
  levels: [],
  returned: null,
  history: [],
  reports: [],
  availableActions: may('save', 'submit'),
  ...over,
});
const ok = <T>(data: T) => Promise.resolve({ data, response: new Response() });
const stale = (version: number, values: Partial<SourceValues>): ApiProblem =>
  new ApiProblem({ status: 409, code: 'STALE_VERSION', detail: '别处改过', extra: { draft: { version, values } } });
const savedAs = (version: number) => ok({ version, savedAt: '', missing: 0, errors: [], findings: [] });

let scope = effectScope();
let form: SourceForm;
function open(initial = view()): void {
  scope = effectScope();
  form = scope.run(() => useSourceForm(initial)) as SourceForm;
}

describe('useSourceForm', () => {
  beforeEach(() => {
    vi.resetAllMocks();
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(true);
    open();
  });
  afterEach(() => scope.stop());

  it('sends the changed fields alone, as they were written', async () => {
    server.save.mockReturnValueOnce(savedAs(2));
    form.set('homePostcode', '4168');
    expect(await form.autosave.flush()).toBe(true);
    expect(server.save).toHaveBeenCalledExactlyOnceWith({ version: 1, values: { homePostcode: '4168' } });
    expect(form.unsaved.value).toEqual([]);
  });

  it('asks no server without a network, and keeps everything for later', async () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    form.set('qq', '12345');
    expect(await form.autosave.flush()).toBe(false);
    expect(server.save).not.toHaveBeenCalled();
    expect(form.unsaved.value).toEqual(['qq']);
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(true);
    server.save.mockReturnValueOnce(savedAs(2));
    expect(await form.autosave.flush()).toBe(true);
  });

  it('merges what another device saved, and says so', async () => {
    server.save.mockRejectedValueOnce(stale(5, { ...FILLED, address: '别处 1 号' })).mockReturnValueOnce(savedAs(6));
    form.set('qq', '12345');
    expect(await form.autosave.flush()).toBe(true);
    expect(server.save).toHaveBeenLastCalledWith({ version: 5, values: { qq: '12345' } });
    expect(form.values.address).toBe('别处 1 号');
    expect(form.elsewhere.value).toContain('家庭住址');
    expect(form.clashes.value).toBeNull();
  });

  it.each([
    ['theirs', '410000', 1],
    ['mine', '410001', 2],
  ] as const)('asks about a field that both changed, and does as told: %s', async (choice, kept, saves) => {
    server.save.mockRejectedValueOnce(stale(5, { ...FILLED, homePostcode: '410000' })).mockReturnValueOnce(savedAs(6));
    form.set('homePostcode', '410001');
    expect(await form.autosave.flush()).toBe(false);
    expect(form.clashes.value).toEqual([{ field: 'homePostcode', mine: '410001', theirs: '410000' }]);
    form.resolve({ homePostcode: choice });
    expect(await form.autosave.flush()).toBe(true);
    expect(form.values.homePostcode).toBe(kept);
    expect(server.save).toHaveBeenCalledTimes(saves);
  });

  it('judges a field when it is left, an empty one only when submitting is tried', async () => {
    server.save.mockReturnValue(savedAs(2));
    form.set('homePostcode', '4168');
    expect(form.shownErrors.value).toEqual({});
    form.leave('homePostcode');
    expect(form.shownErrors.value.homePostcode).toMatch(/6 位/);
    form.set('address', '');
    form.leave('address');
    expect(form.shownErrors.value.address).toBeUndefined();
    expect(await form.submit()).toBe('errors');
    expect(form.shownErrors.value.address).toMatch(/请填写/);
    expect(server.submit).not.toHaveBeenCalled();
  });

  it('says what is wrong with what was kept, and goes quiet as soon as it is right', () => {
    scope.stop();
    open(view({ values: { ...FILLED, homePostcode: '4168' } }));
    expect(form.shownErrors.value.homePostcode).toMatch(/6 位/);
    form.set('homePostcode', '416800');
    expect(form.shownErrors.value).toEqual({});
  });

  it('saves before it submits, and is locked afterwards', async () => {
    server.save.mockReturnValueOnce(savedAs(2));
    server.submit.mockReturnValueOnce(ok(view({ state: 'submitted', availableActions: may('withdraw') })));
    form.set('qq', '12345');
    expect(await form.submit()).toBe('done');
    expect(server.submit).toHaveBeenCalledWith({ version: 2 });
    expect(form.locked.value).toBe(true);
  });

  it('repeats what could not be kept when it was submitted elsewhere meanwhile', async () => {
    const problem = new ApiProblem({ status: 409, code: 'NOT_ALLOWED_NOW', detail: '已经提交过。' });
    server.save.mockRejectedValueOnce(problem);
    server.read.mockReturnValueOnce(ok(view({ state: 'submitted', availableActions: may('withdraw') })));
    form.set('qq', '12345');
    await form.autosave.flush();
    expect(form.elsewhere.value).toBe('已经提交过。这里刚写的没有保存：QQ「12345」。');
    expect(form.locked.value).toBe(true);
    expect(form.values.qq).toBe('');
  });
});
