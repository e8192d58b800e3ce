import { emptyAgreementValues } from '@qiancheng/shared';
import { describe, expect, it } from 'vitest';
import { loadRegions } from '../forms/regions.js';
import { agreementRows, schoolRows } from './rows.js';

const rowOf = (blocks: ReturnType<typeof agreementRows>, key: string) =>
  blocks.flatMap((block) => block.rows).find((row) => row.key === key);

describe('the agreement as rows', () => {
  it('writes values as people read them', async () => {
    const values = emptyAgreementValues();
    Object.assign(values.terms, {
      salaryRegular: 8500,
      contractYears: 0,
      probationMonths: 3,
      workRegionCode: '430121',
    });
    values.archive.archiveMode = 'agency';
    const blocks = agreementRows(values, await loadRegions());
    expect(rowOf(blocks, 'salaryRegular')?.value).toBe('8,500 元');
    expect(rowOf(blocks, 'contractYears')?.value).toBe('无固定期限');
    expect(rowOf(blocks, 'probationMonths')?.value).toBe('3 个月');
    expect(rowOf(blocks, 'workRegionCode')?.value).toBe('湖南省长沙市长沙县');
    expect(rowOf(blocks, 'archiveMode')?.value).toBe('托管机构接收');
    expect(rowOf(blocks, 'exits')?.value).toBe('升学、考取公务员、入伍');
  });

  it('leaves out what does not apply, and puts a warning at its field', () => {
    const values = emptyAgreementValues();
    values.terms.probationMonths = 0;
    values.breach.penalty = 8000;
    const blocks = agreementRows(values, null, [{ path: 'breach.penalty', message: '高于 5,000 元' }]);
    expect(rowOf(blocks, 'salaryProbation')).toBeUndefined();
    expect(rowOf(blocks, 'penalty')?.warning).toBe('高于 5,000 元');
  });

  it('shows the school’s part only where there is one', () => {
    expect(schoolRows(null)).toEqual([]);
    expect(schoolRows({ contact: '刘春燕', phone: null })[0]).toMatchObject({ label: '学院联系人', value: '刘春燕' });
  });
});
