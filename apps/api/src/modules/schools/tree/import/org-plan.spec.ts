import type { ExistingTree } from './org-existing.js';
import { countsOf, planImport } from './org-plan.js';
import { listedLogins, ORG_SHEET, type OrgKey, type OrgRow } from './org-sheet.js';

const EMPTY: ExistingTree = { colleges: [], majors: [], classes: [], cohorts: [2027, 2028], counsellors: [] };
const LINE: Partial<Record<OrgKey, string>> = {
  collegeCode: '01',
  collegeName: '计算机学院',
  majorCode: '080902',
  majorName: '软件工程',
  level: '本科',
  years: '4',
  cohort: '2027',
  className: '软工2301班',
};
let next = 2;
const line = (over: Partial<Record<OrgKey, string>> = {}): OrgRow => ({
  row: (next += 1),
  values: Object.fromEntries(
    ORG_SHEET.columns.map(({ key }) => [key, { ...LINE, ...over }[key] ?? '']),
  ) as OrgRow['values'],
  issues: [],
});
const TREE: ExistingTree = {
  ...EMPTY,
  colleges: [
    { id: 'c1', code: '01', name: '计算机学院', active: true },
    { id: 'c2', code: '02', name: '机电学院', active: false },
  ],
  majors: [
    { id: 'm1', collegeId: 'c1', code: '080902', name: '软件工程', levelCode: '31', years: 4, active: true },
    { id: 'm2', collegeId: 'c1', code: '080901', name: '计算机', levelCode: '31', years: 4, active: false },
  ],
  classes: [
    {
      id: 'k1',
      majorId: 'm1',
      code: null,
      name: '软工2301班',
      cohort: 2027,
      years: null,
      active: true,
      students: 30,
      counsellorIds: ['a1'],
    },
    {
      id: 'k2',
      majorId: 'm1',
      code: 'RJ2',
      name: '软工2302班',
      cohort: 2027,
      years: null,
      active: true,
      students: 0,
      counsellorIds: [],
    },
  ],
  counsellors: [
    { id: 'a1', login: 'counsellor01' },
    { id: 'a2', login: 'counsellor02' },
  ],
};
const problems = (rows: OrgRow[], tree = TREE): [string, string][] =>
  planImport(rows, tree).issues.map((issue) => [issue.header, issue.reason]);
const none = { add: 0, edit: 0, same: 0 };

describe('a file and an empty tree', () => {
  test('every line adds what it names, once', () => {
    const rows = [
      line(),
      line({ className: '软工2302班', classCode: 'RJ2', classYears: '2.5' }),
      line({ majorCode: '080901', majorName: '计算机', cohort: '', className: '' }),
      line({
        collegeCode: '02',
        collegeName: '机电学院',
        ...blank('majorCode', 'majorName', 'level', 'years', 'cohort', 'className'),
      }),
    ];
    const plan = planImport(rows, EMPTY);
    expect(plan.issues).toEqual([]);
    expect(countsOf(plan)).toEqual({
      college: { ...none, add: 2 },
      major: { ...none, add: 2 },
      class: { ...none, add: 2 },
    });
    const [first, second] = plan.classes;
    expect(first).toMatchObject({
      majorId: plan.majors[0]?.id,
      collegeId: plan.colleges[0]?.id,
      cohort: 2027,
      years: null,
    });
    expect(second).toMatchObject({ code: 'RJ2', years: 2.5 });
  });

  test('the same code for two levels of study are two majors', () => {
    const plan = planImport([line(), line({ level: '硕士', years: '3', className: '软工研一班' })], EMPTY);
    expect(plan.issues).toEqual([]);
    expect(plan.majors.map((major) => major.levelCode)).toEqual(['31', '11']);
  });
});

describe('a file and the tree that is there', () => {
  test('the same file again changes nothing', () => {
    const plan = planImport([line(), line({ classCode: 'RJ2', className: '软工2302班' })], TREE);
    expect(countsOf(plan)).toEqual({
      college: { ...none, same: 1 },
      major: { ...none, same: 1 },
      class: { ...none, same: 2 },
    });
    expect(plan.classes.map((one) => one.id)).toEqual(['k1', 'k2']);
  });

  test('names change by code, classes without a code by cohort and name', () => {
    const plan = planImport(
      [
        line({ collegeName: '信息学院', majorName: '软件', classCode: 'RJ1' }),
        line({ collegeName: '信息学院', majorName: '软件', classCode: 'RJ2', className: '软工乙班' }),
      ],
      TREE,
    );
    expect(plan.issues).toEqual([]);
    expect(plan.colleges).toEqual([
      expect.objectContaining({ id: 'c1', change: 'edit', name: '信息学院', was: '计算机学院' }),
    ]);
    expect(plan.majors).toEqual([expect.objectContaining({ id: 'm1', change: 'edit', was: '软件工程，4 年' })]);
    expect(plan.classes).toEqual([
      expect.objectContaining({ id: 'k1', code: 'RJ1', name: '软工2301班', change: 'edit' }),
      expect.objectContaining({ id: 'k2', code: 'RJ2', name: '软工乙班', change: 'edit', was: '软工2302班' }),
    ]);
  });

  test('counsellors are given by login, in any case, and left alone where the column is empty', () => {
    const [one, two] = planImport(
      [line({ counsellors: 'Counsellor02、counsellor01' }), line({ classCode: 'RJ2', className: '软工2302班' })],
      TREE,
    ).classes;
    expect(one?.wanted).toEqual(['a2', 'a1']);
    expect(two?.wanted).toBeNull();
    expect(listedLogins('a，b; c,,a')).toEqual(['a', 'b', 'c']);
  });
});

describe('what a file may not say', () => {
  test.each<[string, Partial<Record<OrgKey, string>>, string, RegExp]>([
    ['a college without a name', { collegeName: '' }, '学院名称', /不能为空/],
    ['a class without a major', { majorCode: '' }, '专业代码', /这一列就要填/],
    ['a cohort without a class', { className: '' }, '班级名称', /这一列就要填/],
    ['a class without a cohort', { cohort: '' }, '届别', /这一列就要填/],
    ['an unknown level', { level: '大专' }, '层次', /只能填/],
    ['a length that is none', { years: '40' }, '学制', /0\.5 到 10/],
    ['two digits after the point', { classYears: '2.25' }, '班级学制', /一位小数/],
    ['a code with other signs', { collegeCode: '0 1' }, '学院代码', /字母、数字/],
    ['a name that is too long', { className: '班'.repeat(61) }, '班级名称', /60/],
    ['an unknown cohort', { cohort: '2040' }, '届别', /还没有 2040 届/],
    ['the name of another college', { collegeCode: '03' }, '学院代码', /代码是 01/],
    ['a new major below a closed college', { collegeCode: '02', collegeName: '机电学院' }, '学院代码', /已经停用/],
    [
      'a new class below a closed major',
      { majorCode: '080901', majorName: '计算机', className: '计算机一班' },
      '专业代码',
      /已经停用/,
    ],
    ['another major for a class with students', { majorCode: '080999', majorName: '网络' }, '班级名称', /30 名学生/],
    ['a code and a name of two classes', { classCode: 'RJ2' }, '班级名称', /另一个班/],
    ['an unknown counsellor', { counsellors: 'nobody' }, '辅导员账号', /nobody/],
  ])('%s', (_what, over, header, reason) => {
    expect(problems([line(over)])).toContainEqual([header, expect.stringMatching(reason)]);
  });

  test('without a code, the same name in another cohort is another class', () => {
    const plan = planImport([line({ cohort: '2028' })], TREE);
    expect(plan.issues).toEqual([]);
    expect(plan.classes).toEqual([expect.objectContaining({ change: 'add', cohort: 2028 })]);
  });

  test('a class by code cannot leave its cohort while it has students', () => {
    const tree = { ...TREE, classes: TREE.classes.map((one) => ({ ...one, students: 5 })) };
    expect(problems([line({ classCode: 'RJ2', className: '软工2302班', cohort: '2028' })], tree)).toEqual([
      ['班级名称', '这个班有 5 名学生，不能换专业或届别'],
    ]);
  });

  test.each<[string, Partial<Record<OrgKey, string>>[], string]>([
    ['two names of one college', [{}, { collegeName: '信息学院', className: '软工乙班' }], '学院名称'],
    [
      'two codes of one name',
      [
        { collegeCode: '07', collegeName: '新院' },
        { collegeCode: '08', collegeName: '新院' },
      ],
      '学院名称',
    ],
    ['two names of one major', [{}, { majorName: '软件', className: '软工乙班' }], '专业名称'],
    ['two lengths of one major', [{}, { years: '5', className: '软工乙班' }], '学制'],
    ['a class twice', [{}, {}], '班级名称'],
    [
      'a new class twice by code',
      [
        { classCode: 'X1', className: '甲班' },
        { classCode: 'X1', className: '乙班' },
      ],
      '班级名称',
    ],
  ])('%s: the second line is told of the first', (_what, [first, second], header) => {
    const rows = [line(first), line(second)];
    const { issues } = planImport(rows, { ...EMPTY });
    expect(issues.map((issue) => [issue.row, issue.header])).toEqual([[rows[1]?.row, header]]);
    expect(issues[0]?.reason).toContain(`第 ${rows[0]?.row} 行`);
  });
});

function blank(...keys: OrgKey[]): Partial<Record<OrgKey, string>> {
  return Object.fromEntries(keys.map((key) => [key, '']));
}
