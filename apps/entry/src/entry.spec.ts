import { describe, expect, it } from 'vitest';
import { readNumber } from './number.js';
import { safeLink, textOf } from './outbox.js';
import { periodState, periodText } from './schedule.js';

const NOW = new Date('2027-04-12T06:36:00Z');

describe('numbers typed from paper', () => {
  it.each([
    ['2027-10001-3-004318-6', '2027-10001-3-004318-6'],
    ['2027 10001 3 004318 6', '2027-10001-3-004318-6'],
    ['20271000130043186', '2027-10001-3-004318-6'],
    ['２０２７－１０００１－３－００４３１８－ｌ', '2027-10001-3-004318-L'],
    ['  abc ', 'ABC'],
    ['', ''],
  ])('%s is read as %s', (typed, read) => {
    expect(readNumber(typed)).toBe(read);
  });
});

describe('the schedule', () => {
  const period = (from: string, to: string) => ({ label: 'x', from, to });
  it('says in words whether a period is open', () => {
    expect(periodState(period('2027-03-01', '2027-04-30'), NOW)).toBe('还剩 18 天');
    expect(periodState(period('2027-03-15', '2027-08-31'), NOW)).toBe('进行中');
    expect(periodState(period('2027-06-10', '2027-07-05'), NOW)).toBe('未开始');
    expect(periodState(period('2027-01-10', '2027-04-11'), NOW)).toBe('已结束');
    expect(periodState(period('2027-01-10', '2027-04-12'), NOW)).toBe('今天截止');
  });
  it('names the year once', () => {
    expect(periodText(period('2027-03-01', '2027-04-30'), NOW)).toBe('3月1日 – 4月30日');
    expect(periodText(period('2028-01-02', '2028-02-01'), NOW)).toBe('2028年1月2日 – 2月1日');
  });
});

describe('the outbox', () => {
  it('sets the code apart, and leaves out the foot and the bare address of a mail', () => {
    const text = '验证码是：\n\n482913\n\n5 分钟内有效。\n\n不要告诉任何人。\n\n-- \n系统发出';
    expect(textOf({ text, code: '482913', link: null })).toEqual({
      before: '验证码是：',
      after: '5 分钟内有效。\n\n不要告诉任何人。',
    });
    const invited = '王敏邀请你。\n\n接受邀请：https://a.cn/i';
    expect(textOf({ text: invited, code: null, link: 'https://a.cn/i' })).toEqual({
      before: '王敏邀请你。',
      after: '',
    });
    expect(textOf({ text: '验证码482913，用于登录', code: '482913', link: null }).before).toBe(
      '验证码482913，用于登录',
    );
  });
  it('follows addresses of pages only', () => {
    expect(safeLink('https://a.cn/i')).toBe('https://a.cn/i');
    expect(safeLink('javascript:alert(1)')).toBeNull();
    expect(safeLink(null)).toBeNull();
  });
});
