import { checkAgreementForm, emptyAgreementValues } from '@qiancheng/shared';
import type { EmployerFacts } from '../case-row.js';
import { goodValues } from '../testing/values.js';
import { changedBlocks, mergedDraft, newDraft } from './draft.js';

const employer: EmployerFacts = {
  name: '湘江精密制造股份有限公司',
  credit_code: '91430100MA4QK7T27T',
  nature_code: '31',
  industry_code: '22',
  region_code: '430121',
  superior_department: '',
  address: '注册地址 1 号',
  postcode: '410100',
  verified: true,
};

describe('a draft', () => {
  it('begins with the registered address and the person who writes', () => {
    const draft = newDraft(employer, '周敏', null);
    expect(draft.employer).toMatchObject({
      name: employer.name,
      contactName: '周敏',
      address: '注册地址 1 号',
      natureCode: '31',
    });
    expect(draft.terms.post).toBeNull();
  });

  it('begins with the last invitation, the unit as it is certified today', () => {
    const last = mergedDraft(emptyAgreementValues(), goodValues(), { ...employer, name: '旧名称' });
    expect(newDraft(employer, '李四', last)).toMatchObject({
      employer: { name: employer.name, contactName: '周敏' },
      terms: { post: '软件开发工程师（MES）' },
    });
  });

  it('takes what is given, leaves what is not, and never the certified facts or unknown fields', () => {
    const before = mergedDraft(emptyAgreementValues(), goodValues(), employer);
    const after = mergedDraft(
      before,
      { terms: { post: null, salaryRegular: 9000 }, employer: { name: '别的公司' }, breach: { hacked: true } as never },
      employer,
    );
    expect(after.terms).toMatchObject({ post: null, salaryRegular: 9000, probationMonths: 3 });
    expect(after.employer.name).toBe(employer.name);
    expect(after.breach).not.toHaveProperty('hacked');
    expect(changedBlocks(before, after)).toEqual(new Set(['terms']));
    expect(checkAgreementForm(before)).toEqual([]);
  });

  it('does not take an emptied field that was empty for a change', () => {
    const before = emptyAgreementValues();
    expect(changedBlocks(before, { ...before, terms: { ...before.terms, welfare: '' } })).toEqual(new Set());
  });
});
