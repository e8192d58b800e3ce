import { describe, expect, it } from 'vitest';
import { differenceOf } from './difference.js';

const n = (value: number | null, text = String(value)) => ({ text, value });
const s = (...parts: string[]) => ({ text: parts.join('、'), parts });

describe('differenceOf', () => {
  it('says by how much, in words with the unit', () => {
    expect(differenceOf('number', n(8500), n(12000), '元')).toEqual({
      same: false,
      mark: 'more',
      words: '多 3,500 元',
    });
    expect(differenceOf('number', n(3), n(2), '个月')).toEqual({ same: false, mark: 'less', words: '少 1 个月' });
    expect(differenceOf('number', n(5000), n(0, '无'), '元')).toMatchObject({ words: '少 5,000 元' });
    expect(differenceOf('number', n(8500.1), n(8500.4), '元')).toMatchObject({ words: '多 0.3 元' });
  });

  it('does not count with what is no number', () => {
    expect(differenceOf('number', n(3), { text: '无固定期限' }, '年')).toEqual({
      same: false,
      mark: 'other',
      words: '不同',
    });
    expect(differenceOf('number', n(null, '未写'), n(8500), '元').words).toBe('不同');
    expect(differenceOf('number', n(null, '未写'), n(null, '未写'), '元').same).toBe(true);
  });

  it('counts dates in days', () => {
    expect(differenceOf('date', { text: '2027-07-01' }, { text: '2027-07-12' }).words).toBe('晚 11 天');
    expect(differenceOf('date', { text: '2027-07-12' }, { text: '2027-07-01' }).words).toBe('早 11 天');
    expect(differenceOf('date', { text: '2027-07-01' }, { text: '未写' }).words).toBe('不同');
  });

  it('names what is more and what is missing', () => {
    expect(differenceOf('set', s('养老', '公积金'), s('养老')).words).toBe('少公积金');
    expect(differenceOf('set', s('养老'), s('养老', '医疗', '失业'))).toMatchObject({
      mark: 'more',
      words: '多医疗、失业',
    });
    expect(differenceOf('set', s('养老', '生育'), s('养老', '医疗'))).toMatchObject({
      mark: 'other',
      words: '多医疗，少生育',
    });
    expect(differenceOf('set', s('养老', '医疗'), s('医疗', '养老')).same).toBe(true);
  });

  it('calls equal words equal, and others different', () => {
    expect(differenceOf('text', { text: '标准工时' }, { text: '标准工时' })).toEqual({
      same: true,
      mark: null,
      words: '相同',
    });
    expect(differenceOf('text', { text: '湖南 长沙' }, { text: '浙江 杭州' })).toMatchObject({
      mark: 'other',
      words: '不同',
    });
  });
});
