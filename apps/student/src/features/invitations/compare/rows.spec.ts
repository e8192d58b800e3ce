import { describe, expect, it } from 'vitest';
import { offer } from '../../../testing/fixtures.js';
import { compareOffers, withBaseFirst } from './rows.js';

const place = (code: string | null): string => ({ '430121': '湖南 长沙', '330106': '浙江 杭州' })[code ?? ''] ?? '';
const base = offer();
const other = offer({
  id: 'c2',
  terms: {
    ...base.terms,
    salaryRegular: 12000,
    probationMonths: 0,
    salaryProbation: null,
    workRegionCode: '330106',
    contractYears: 0,
  },
  breach: { ...base.breach, penalty: 8000 },
  warnings: [{ path: 'breach.penalty', message: '违约金高于 5,000 元，学生会看到提醒。能发，建议降低。' }],
});
const row = (offers: Parameters<typeof compareOffers>[0], key: string) => {
  const found = compareOffers(offers, place)
    .groups.flatMap((group) => group.rows)
    .find((each) => each.key === key);
  if (!found) throw new Error(key);
  return found;
};

describe('compareOffers', () => {
  it('counts everything against the first column', () => {
    expect(row([base, other], 'salaryRegular').cells.map((cell) => cell.difference?.words)).toEqual([
      undefined,
      '多 3,500 元',
    ]);
    expect(row([other, base], 'salaryRegular').cells[1]?.difference?.words).toBe('少 3,500 元');
  });

  it('reads well where there is no number', () => {
    expect(row([base, other], 'probation').cells[1]).toMatchObject({ text: '无', measured: false });
    expect(row([base, other], 'salaryProbation').cells[1]).toMatchObject({
      text: '无试用期',
      difference: { words: '不同' },
    });
    expect(row([base, other], 'contract').cells[1]).toMatchObject({
      text: '无固定期限',
      difference: { words: '不同' },
    });
    const free = offer({ id: 'c3', breach: { ...base.breach, penalty: 0 } });
    expect(row([base, free], 'penalty').cells[1]).toMatchObject({ text: '无', difference: { words: '少 5,000 元' } });
  });

  it('says 五险一金 as people do, and still knows the parts', () => {
    const less = offer({ id: 'c3', terms: { ...base.terms, insurance: base.terms.insurance.slice(0, 5) } });
    expect(row([base, less], 'insurance').cells.map((cell) => cell.text)).toEqual(['五险一金', '五险，无公积金']);
    expect(row([base, less], 'insurance').cells[1]?.difference?.words).toBe('少公积金');
  });

  it('warns the reader, not the writer', () => {
    expect(row([base, other], 'penalty').cells[1]?.caution).toBe('违约金高于 5,000 元，先问清条件');
  });

  it('counts the rows that only 只看不同 hides, and hides nothing of a single offer', () => {
    const twin = offer({ id: 'c4' });
    const all = compareOffers([base, twin], place);
    const rows = all.groups.flatMap((group) => group.rows);
    expect(all.sameRows).toBe(rows.length - 1); // the deadline runs for itself
    expect(compareOffers([base], place).sameRows).toBe(0);
    expect(row([base, other], 'hours').allSame).toBe(true);
    expect(row([base, other], 'place').allSame).toBe(false);
  });
});

describe('withBaseFirst', () => {
  it('moves the base to the front and keeps the order of the others', () => {
    const list = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
    expect(withBaseFirst(list, 'c').map((each) => each.id)).toEqual(['c', 'a', 'b']);
    expect(withBaseFirst(list, 'gone').map((each) => each.id)).toEqual(['a', 'b', 'c']);
  });
});
