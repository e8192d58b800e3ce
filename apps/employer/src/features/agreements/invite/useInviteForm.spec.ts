import { emptyAgreementValues, type AgreementBlockKey, type AgreementValues } from '@qiancheng/shared';
import { ApiProblem } from '@qiancheng/web-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, type EffectScope } from 'vue';
import { useInviteForm, type DraftSource, type InviteForm } from './useInviteForm.js';

function complete(): AgreementValues {
  const values = emptyAgreementValues();
  Object.assign(values.employer, {
    name: '湘江精密制造股份有限公司',
    creditCode: '91430100MA4L16QJ3N',
    contactName: '周敏',
    contactPhone: '0731-80004318',
    contactEmail: 'hr@example.cn',
    address: '长沙县星沙产业基地蓝思路 18 号',
    postcode: '410100',
    natureCode: '39',
    industryCode: '22',
    regionCode: '430121',
  });
  Object.assign(values.terms, {
    post: '软件开发工程师（MES）',
    jobCategoryCode: '13',
    workRegionCode: '430121',
    startDate: '2027-07-01',
    contractYears: 3,
    probationMonths: 3,
    salaryProbation: 6800,
    salaryRegular: 8500,
  });
  Object.assign(values.archive, {
    archiveMode: 'agency',
    archiveUnit: '长沙市人才服务中心',
    archiveAddress: '长沙市岳麓区杜鹃路 768 号',
    archivePhone: '0731-80007600',
    hukouMode: 'none',
  });
  return values;
}
const draft = (values: AgreementValues, confirmed: string[] = [], version = 1): DraftSource => ({
  ...values,
  version,
  confirmed,
});
const ALL: AgreementBlockKey[] = ['employer', 'terms', 'archive', 'breach'];

describe('the invitation form', () => {
  let scope: EffectScope;
  let saved: { version: number; values: AgreementValues; confirmed: AgreementBlockKey[] }[];
  let answer: (body: (typeof saved)[number]) => DraftSource;
  let onServer: DraftSource;
  let form: InviteForm<DraftSource>;

  function start(source: DraftSource): void {
    scope = effectScope();
    saved = [];
    answer = (body) => draft(body.values, body.confirmed, body.version + 1);
    form = scope.run(() =>
      useInviteForm(source, {
        save: async (body) => {
          saved.push(structuredClone(body));
          return answer(body);
        },
        read: async () => onServer,
      }),
    )!;
  }
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    scope.stop();
    vi.useRealTimers();
  });

  it('takes the tick of a block away when something in it changes, and only of that block', () => {
    start(draft(complete(), ALL));
    expect(form.ready.value).toBe(true);
    form.set('terms', 'salaryRegular', 9000);
    expect(form.unconfirmed.value).toEqual(['terms']);
    expect(form.ready.value).toBe(false);
  });

  it('refuses the tick of a block that is not in order, and names the first field in the way', () => {
    const values = complete();
    values.archive.archivePhone = null;
    start(draft(values));
    expect(form.shownErrors.value).toEqual({});
    expect(form.confirm('archive', true)).toBe('archive.archivePhone');
    expect(form.confirmed.value.has('archive')).toBe(false);
    expect(form.shownErrors.value['archive.archivePhone']).toBeTruthy();
    form.set('archive', 'archivePhone', '0731-80007600');
    expect(form.confirm('archive', true)).toBeNull();
    expect(form.confirmed.value.has('archive')).toBe(true);
  });

  it('shows an error only after the field was left', () => {
    const values = complete();
    values.employer.postcode = '41';
    start(draft(values));
    expect(form.shownErrors.value['employer.postcode']).toBeUndefined();
    form.leave('employer.postcode');
    expect(form.shownErrors.value['employer.postcode']).toBeTruthy();
  });

  it('warns without blocking', () => {
    const values = complete();
    values.breach.penalty = 8000;
    start(draft(values, ALL));
    expect(form.warnings.value['breach.penalty']).toContain('5,000');
    expect(form.ready.value).toBe(true);
  });

  it('does not blame the person for facts that nobody can correct here', () => {
    const values = complete();
    values.employer.creditCode = 'broken';
    start(draft(values));
    expect(form.confirm('employer', true)).toBeNull();
  });

  it('saves values, ticks and the version that it saw', async () => {
    start(draft(complete(), ['employer']));
    form.set('terms', 'post', '工艺工程师');
    expect(await form.autosave.flush()).toBe(true);
    expect(saved).toHaveLength(1);
    expect(saved[0]).toMatchObject({ version: 1, confirmed: ['employer'], values: { terms: { post: '工艺工程师' } } });
    form.set('terms', 'post', '设备工程师');
    await form.autosave.flush();
    expect(saved[1]?.version).toBe(2);
  });

  it('saves once more when the server took a tick whose block came changed in the same save', async () => {
    start(draft(complete(), ALL));
    let first = true;
    answer = (body) => {
      const confirmed = first ? body.confirmed.filter((key) => key !== 'terms') : body.confirmed;
      first = false;
      return draft(body.values, confirmed, body.version + 1);
    };
    form.set('terms', 'post', '工艺工程师');
    form.confirm('terms', true);
    await form.autosave.flush();
    expect(saved).toHaveLength(2);
    expect(form.detail.value.confirmed).toContain('terms');
  });

  it('puts the server’s errors on their fields, and lets go of them when the field changes', () => {
    start(draft(complete(), ALL));
    const problem = new ApiProblem({
      status: 422,
      code: 'FORM_INCOMPLETE',
      detail: '有内容没有填好。',
      errors: [
        { field: 'archive.archivePhone', code: 'FORMAT', message: '电话号码的位数不对。' },
        { field: 'employer.creditCode', code: 'FORMAT', message: '统一社会信用代码不对。' },
      ],
    });
    form.takeServerErrors(problem);
    expect(form.shownErrors.value).toEqual({ 'archive.archivePhone': '电话号码的位数不对。' });
    expect(form.elsewhere.value).toEqual(['统一社会信用代码不对。']);
    expect(form.unconfirmed.value).toContain('archive');
    form.set('archive', 'archivePhone', '0731-80007601');
    expect(form.shownErrors.value).toEqual({});
    expect(form.confirm('archive', true)).toBeNull();
  });

  it('a block that the server calls unconfirmed loses its tick and can be ticked again', () => {
    start(draft(complete(), ALL));
    const errors = [{ field: 'terms', code: 'NOT_CONFIRMED', message: '工作条款还没有核对。' }];
    form.takeServerErrors(
      new ApiProblem({ status: 409, code: 'NOT_CONFIRMED', detail: '还要核对：工作条款。', errors }),
    );
    expect(form.unconfirmed.value).toEqual(['terms']);
    expect(form.elsewhere.value).toEqual([]);
    expect(form.confirm('terms', true)).toBeNull();
  });

  it('on a conflict asks only about fields that both changed, and keeps the other changes of both', async () => {
    start(draft(complete(), ALL));
    answer = () => {
      throw new ApiProblem({ status: 409, code: 'STALE_VERSION', detail: '内容刚刚被别人改过。' });
    };
    const theirs = complete();
    theirs.terms.post = '同事写的岗位';
    theirs.employer.contactName = '李娜';
    onServer = draft(theirs, [], 7);
    form.set('terms', 'post', '我写的岗位');
    form.set('terms', 'salaryRegular', 9000);
    expect(await form.autosave.flush()).toBe(false);
    expect(form.conflicts.value?.map(({ path, mine, theirs: other }) => [path, mine, other])).toEqual([
      ['terms.post', '我写的岗位', '同事写的岗位'],
    ]);
    answer = (body) => draft(body.values, body.confirmed, body.version + 1);
    form.resolve({ 'terms.post': 'theirs' });
    await form.autosave.flush();
    expect(form.conflicts.value).toBeNull();
    expect(saved.at(-1)).toMatchObject({
      version: 7,
      confirmed: [],
      values: { terms: { post: '同事写的岗位', salaryRegular: 9000 }, employer: { contactName: '李娜' } },
    });
  });
});
