import * as main from '../index.js';
import { isRegionCode, parentCode, regionName, regionPath, regionShort, regionTree } from '../regions/index.js';
import {
  codeName,
  codesOf,
  codeTables,
  type CodeEntry,
  findCode,
  isCodeTable,
  isGraduateLevel,
  isRegionLike,
  levelShort,
  padCode,
  PROVINCES,
} from './index.js';

const tables: [string, readonly CodeEntry[]][] = Object.entries(codeTables);

test.each(tables)('%s has names, and each code once in any cohort', (_name, list) => {
  expect(list.length).toBeGreaterThan(1);
  for (const entry of list) expect([entry.code, entry.name].every((text) => /^\S(.*\S)?$/.test(text))).toBe(true);
  for (const cohort of [2018, 2020, 2021, 2027]) {
    const codes = list
      .filter((entry) => (entry.validFromCohort ?? 0) <= cohort && cohort <= (entry.validToCohort ?? 9999))
      .map((entry) => entry.code);
    expect(new Set(codes).size).toBe(codes.length);
  }
});

test('destinations changed with the cohort of 2021', () => {
  expect(codeName('destinations', '85', 2020)).toBe('出国、出境');
  expect(codeName('destinations', '85', 2021)).toBe('境外留学');
  expect(findCode('destinations', '801', 2020)).toBeUndefined();
  expect(findCode('destinations', '80', 2021)).toBeUndefined();
  expect(codesOf('destinations').every((entry) => entry.validToCohort === undefined)).toBe(true);
  for (const entry of codesOf('destinations', 2027)) {
    if (entry.parent) expect(findCode('destinations', entry.parent, 2027)).toBeDefined();
  }
});

test('dispatch letters are gone since 2023', () => {
  expect(codesOf('dispatchLetters', 2023)).toEqual([]);
  expect(codesOf('dispatchLetters', 2022)).toHaveLength(4);
});

test('some names by code', () => {
  expect(codeName('ethnicities', '15')).toBe('土家族');
  expect(codeName('ethnicities', '56')).toBe('基诺族');
  expect(codeName('ethnicities', '36')).toBe('毛南族');
  expect(codeName('ethnicities', '46')).toBe('德昂族');
  expect(codeName('politics', '13')).toBe('群众');
  expect(codeName('industries', '46')).toBe('国际组织');
  expect(findCode('industries', '34')?.attrs).toEqual({ letter: 'I' });
  expect(findCode('industries', '45')?.attrs).toEqual({ letter: 'S' });
  expect(findCode('industries', '80')?.attrs).toBeUndefined();
  expect(codeName('natures', null)).toBe('');
  expect(codeName('natures', 'xx')).toBe('xx');
  expect(isCodeTable('natures') && !isCodeTable('constructor')).toBe(true);
});

test('one width a table', () => {
  expect(padCode('ethnicities', '1')).toBe('01');
  expect(padCode('trainingModes', '01')).toBe('1');
  expect(padCode('politics', '13')).toBe('13');
  expect(padCode('politics', '99')).toBe('99');
});

test('levels in short', () => {
  expect([levelShort('31'), levelShort('11'), levelShort('01'), levelShort(null)]).toEqual([
    '本科',
    '硕士',
    '博士',
    '',
  ]);
  expect([isGraduateLevel('31'), isGraduateLevel('11'), isGraduateLevel('01')]).toEqual([false, true, true]);
});

describe('regions', () => {
  test('full names leave out the levels that exist in tables only', () => {
    expect(regionName('430121')).toBe('湖南省长沙市长沙县');
    expect(regionName('430100')).toBe('湖南省长沙市');
    expect(regionName('110101')).toBe('北京市东城区');
    expect(regionName('500229')).toBe('重庆市城口县');
    expect(regionName('429004')).toBe('湖北省仙桃市');
    expect(regionName('433130')).toBe('湖南省湘西土家族苗族自治州龙山县');
    expect(regionName('659001')).toBe('新疆维吾尔自治区石河子市');
    expect(regionName('810000')).toBe('香港特别行政区');
    expect(regionName('430121', ' ')).toBe('湖南省 长沙市 长沙县');
    expect(regionShort('430121')).toBe('湖南 长沙');
    expect(regionShort('653121')).toBe('新疆 喀什地区');
    expect(regionShort('110101')).toBe('北京 东城区');
  });

  test('a withdrawn county keeps what is still known, and nothing is lost', () => {
    expect(regionName('430399')).toBe('湖南省湘潭市');
    expect(regionName('439999')).toBe('湖南省');
    expect(regionName('990000')).toBe('990000');
    expect([regionName(''), regionName(null)]).toEqual(['', '']);
    expect(isRegionLike('430399') && !isRegionCode('430399')).toBe(true);
    expect(isRegionLike('99') || isRegionLike('990000')).toBe(false);
  });

  test('the tree holds every division once, under its parent', () => {
    const seen = new Set<string>();
    const visit = (nodes: ReturnType<typeof regionTree>, parent: string | null): void => {
      for (const node of nodes) {
        expect(parentCode(node.code)).toBe(parent);
        expect(seen.has(node.code)).toBe(false);
        seen.add(node.code);
        visit(node.children, node.code);
      }
    };
    visit(regionTree(), null);
    expect(regionTree().map((node) => node.name)).toEqual(Object.values(PROVINCES));
    expect(seen.size).toBeGreaterThan(3200);
    for (const code of seen) expect(regionPath(code).length).toBeGreaterThan(0);
    expect(regionTree().find((node) => node.code === '430000')?.children).toHaveLength(14);
  });

  test('the table is not part of the main entry', () => {
    expect(Object.keys(main)).toContain('codeName');
    expect(Object.keys(main).filter((name) => /region(Name|Tree|Path)/.test(name))).toEqual([]);
  });
});
