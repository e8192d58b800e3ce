import { codeName, type CodeTable, findCode } from './index.js';
import { OLD_WRITINGS, readCode } from './old-codes.js';

it.each<[CodeTable, string, string]>([
  ['ethnicities', '1', '01'],
  ['ethnicities', '０１', '01'],
  ['ethnicities', '汉', '01'],
  ['ethnicities', '土家族', '15'],
  ['ethnicities', ' 土 家 族 ', '15'],
  ['politics', '3', '03'],
  ['politics', '团员', '03'],
  ['trainingModes', '01', '1'],
  ['degreeLevels', '31', '31'],
  ['degreeLevels', '本科', '31'],
  ['hardships', '就业困难+家庭困难', '3'],
  ['teacherTrainings', '公费师范生', '12'],
  ['genders', '02', '2'],
  ['movedIn', '否', '0'],
])('%s: %j is %s today', (table, text, code) => {
  expect(readCode(table, text, 2027)).toEqual({ code, old: false });
});

it.each<[CodeTable, string, string]>([
  ['ethnicities', '毛难族', '毛南族'],
  ['ethnicities', '崩龙族', '德昂族'],
  ['ethnicities', '粟傈族', '傈僳族'],
  ['degreeLevels', '101', '博士生毕业'],
  ['degreeLevels', '111', '硕士生毕业'],
  ['degreeLevels', '231', '本科生毕业'],
  ['degreeLevels', '341', '专科生毕业'],
  ['degreeLevels', '361', '高职生毕业'],
  ['teacherTrainings', '免费师范生', '国家公费师范生'],
  ['destinations', '出国、出境', '境外留学'],
])('%s: %s is out of use, and is %s', (table, text, name) => {
  const read = readCode(table, text, 2027);
  expect(read).toMatchObject({ old: true });
  expect(codeName(table, read?.code, 2027)).toBe(name);
});

it('knows the names that a cohort had in its time', () => {
  expect(readCode('destinations', '出国、出境', 2020)).toEqual({ code: '85', old: false });
});

it.each<[CodeTable, string]>([
  ['ethnicities', '火星族'],
  ['degreeLevels', '999'],
  ['degreeLevels', '研究生'],
  ['genders', ''],
  ['genders', 'constructor'],
])('%s: %j is nothing', (table, text) => {
  expect(readCode(table, text, 2027)).toBeUndefined();
});

it('leads to codes that exist, and never says of a present name that it is old', () => {
  for (const [table, { spellings = {}, old = {} }] of Object.entries(OLD_WRITINGS)) {
    const of = table as CodeTable;
    for (const [text, code] of [...Object.entries(spellings), ...Object.entries(old)]) {
      expect([of, text, findCode(of, code)?.code]).toEqual([of, text, code]);
      expect([of, text, readCode(of, text)?.code]).toEqual([of, text, code]);
    }
    for (const text of Object.keys(old)) expect([of, text, readCode(of, text)?.old]).toEqual([of, text, true]);
  }
});
