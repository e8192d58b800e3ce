import { exportColumn, SOURCE_EXPORT_COLUMNS, SOURCE_EXPORT_KEYS } from './columns.js';
import { pastedColumn, pastedToken } from './paste.js';

describe('a pasted line', () => {
  it.each([
    ['20230104', 'number', '20230104'],
    ['２０２３０１１２', 'number', '20230112'],
    ['  2023 0112 ', 'number', '20230112'],
    ["'0023", 'number', '0023'],
    ['B-2023_01', 'number', 'B-2023_01'],
    ['11010519491231002x', 'id_no', '11010519491231002X'],
    ['1101051949 1231 002Ｘ', 'id_no', '11010519491231002X'],
    ['陈思远', 'name', '陈思远'],
    ['陈 思 远', 'name', '陈思远'],
    ['买买提‧吐尔逊', 'name', '买买提·吐尔逊'],
    ['"欧阳䶮"', 'name', '欧阳䶮'],
    ['Anna  Maria Li', 'name', 'Anna Maria Li'],
  ])('%j is %s %j', (line, kind, text) => {
    expect(pastedToken(line)).toEqual({ kind, text });
  });

  it.each(['', '   ', '\u200b', '""'])('%j says nothing', (line) => expect(pastedToken(line)).toBeNull());
});

describe('a pasted column', () => {
  it('keeps the numbers of the lines, merges what is the same, and passes over what is empty', () => {
    expect(pastedColumn('20230104\r\n\r\n２０２３０１０４\n陈思远\t计科2301\n陈 思远\n')).toEqual({
      lines: [
        { kind: 'number', text: '20230104', line: 1 },
        { kind: 'name', text: '陈思远', line: 4 },
      ],
      repeated: [
        { line: 3, of: 1 },
        { line: 5, of: 4 },
      ],
      filled: 4,
    });
  });
});

describe('the columns of an export', () => {
  it('are each there once, with a title of their own', () => {
    expect(new Set(SOURCE_EXPORT_KEYS).size).toBe(SOURCE_EXPORT_KEYS.length);
    expect(new Set(SOURCE_EXPORT_COLUMNS.map(({ label }) => label)).size).toBe(SOURCE_EXPORT_COLUMNS.length);
    expect(SOURCE_EXPORT_COLUMNS.length).toBeGreaterThanOrEqual(50);
  });
  it('offer words and code of a dictionary field, and know what is personal', () => {
    expect(exportColumn('genderCode')).toMatchObject({ label: '性别', personal: false });
    expect(exportColumn('genderCode.code')).toMatchObject({ label: '性别代码' });
    expect(exportColumn('originCode.code')).toMatchObject({ label: '生源所在地代码' });
    expect(exportColumn('emergencyPhone').personal).toBe(true);
  });
});
