import { getOrg, type OrgClass, type OrgCollege, type SourceCounts } from '@qiancheng/api-client/teacher';
import {
  CHECK_SEVERITY_LABELS,
  codesOf,
  LEVEL_STANDING_LABELS,
  PROVINCES,
  SOURCE_STATES,
  sourceStateLabel,
  STUDENT_RULE_IDS,
  studentRule,
  type CodeTable,
} from '@qiancheng/shared';
import { ask, useLoad } from '@qiancheng/web-core';
import { splitValues, type FilterField, type FilterOption } from '@qiancheng/web-ui';
import { computed, type ComputedRef } from 'vue';
import type { Filters } from './query.js';

const LEVEL_LABELS = { counsellor: '辅导员审核', college: '学院审核', center: '学校审核' } as const;
const STANDINGS = (['waiting', 'passed', 'returned', 'not_reached'] as const).map((value) => ({
  value,
  label: LEVEL_STANDING_LABELS[value],
}));
const YEARS = ['1', '2', '2.5', '3', '4', '5', '6', '7', '8'];
const yesNo = (yes: string, no: string): FilterOption[] => [
  { value: 'true', label: yes },
  { value: 'false', label: no },
];

interface Options {
  cohort: () => number | null;
  levels: () => SourceCounts['levels'];
  filters: () => Filters;
  /** how the chip of a pasted list reads; null: none is in force */
  pasted: () => string | null;
}

/** The conditions that can be put on the bar (F-065). Majors and classes follow the colleges that are chosen. */
export function useSourceFields({ cohort, levels, filters, pasted }: Options): ComputedRef<FilterField[]> {
  const org = useLoad(
    () => 'org',
    (_source, signal) => ask(getOrg({ signal })),
  );
  const colleges = computed(() => org.data.value?.colleges ?? []);
  const chosenColleges = computed(() => {
    const chosen = splitValues(filters()['collegeId']);
    return colleges.value.filter((college) => !chosen.length || chosen.includes(college.id));
  });
  const hint = (college: { name: string }): { hint?: string } =>
    chosenColleges.value.length > 1 ? { hint: college.name } : {};
  const classesOf = (college: OrgCollege): OrgClass[] => college.classes.filter((item) => item.cohort === cohort());
  const codes = (table: CodeTable): FilterOption[] =>
    codesOf(table, cohort() ?? undefined).map(({ code, name }) => ({ value: code, label: name }));

  const unitFields = computed((): FilterField[] => [
    {
      key: 'collegeId',
      label: '学院',
      kind: 'many',
      group: '学籍',
      shown: colleges.value.length > 1,
      options: colleges.value.map(({ id, name }) => ({ value: id, label: name })),
    },
    {
      key: 'majorId',
      label: '专业',
      kind: 'many',
      group: '学籍',
      options: chosenColleges.value.flatMap((college) => {
        const majors = new Map(classesOf(college).map((item) => [item.majorId, item.majorName ?? '']));
        return [...majors].map(([value, label]) => ({ value, label, ...hint(college) }));
      }),
    },
    {
      key: 'classId',
      label: '班级',
      kind: 'many',
      group: '学籍',
      shown: colleges.value.length === 1,
      options: chosenColleges.value.flatMap((college) =>
        classesOf(college).map(({ id, name }) => ({ value: id, label: name, ...hint(college) })),
      ),
    },
  ]);

  /** Of the classes that can be chosen now. */
  const counsellors = computed((): FilterOption[] => {
    const classes = new Set(chosenColleges.value.flatMap((college) => classesOf(college).map(({ id }) => id)));
    return (org.data.value?.counsellors ?? [])
      .map(({ id, name, classIds }) => ({ id, name, count: classIds.filter((one) => classes.has(one)).length }))
      .filter(({ count }) => count > 0)
      .map(({ id, name, count }) => ({ value: id, label: name, hint: `${count} 个班` }));
  });

  return computed((): FilterField[] => [
    ...(pasted()
      ? [
          {
            key: 'list',
            label: '名单',
            kind: 'one' as const,
            group: '名单',
            options: [{ value: filters()['list'] ?? '', label: pasted() ?? '' }],
          },
        ]
      : []),
    {
      key: 'mine',
      label: '轮到我',
      kind: 'one',
      group: '审核',
      options: yesNo('待我审核', '不等我审核'),
    },
    ...levels().map((level): FilterField => ({
      key: level,
      label: LEVEL_LABELS[level],
      kind: 'many',
      group: '审核',
      shown: true,
      options: STANDINGS,
    })),
    {
      key: 'state',
      label: '核验状态',
      kind: 'many',
      group: '审核',
      options: SOURCE_STATES.map((state) => ({ value: state, label: sourceStateLabel(state, levels()) })),
    },
    { key: 'submitted', label: '提交时间', kind: 'dates', group: '审核' },
    {
      key: 'returns',
      label: '退回次数',
      kind: 'one',
      group: '审核',
      options: ['1', '2', '3'].map((value) => ({ value, label: `${value} 次以上` })),
    },
    { key: 'differs', label: '差异', kind: 'one', group: '审核', options: yesNo('和学校库不同', '没有不同') },
    ...unitFields.value,
    { key: 'counsellorId', label: '辅导员', kind: 'many', group: '学籍', options: counsellors.value },
    { key: 'degree', label: '学历层次', kind: 'many', group: '学籍', options: codes('degreeLevels') },
    {
      key: 'length',
      label: '学制',
      kind: 'many',
      group: '学籍',
      options: YEARS.map((value) => ({ value, label: `${value} 年` })),
    },
    { key: 'graduation', label: '毕业时间', kind: 'months', group: '学籍' },
    { key: 'training', label: '培养方式', kind: 'many', group: '学籍', options: codes('trainingModes') },
    { key: 'reported', label: '学籍报错', kind: 'one', group: '学籍', options: yesNo('有没有答复的', '没有') },
    { key: 'gender', label: '性别', kind: 'many', group: '个人', options: codes('genders') },
    { key: 'ethnic', label: '民族', kind: 'many', group: '个人', options: codes('ethnicities') },
    { key: 'political', label: '政治面貌', kind: 'many', group: '个人', options: codes('politics') },
    { key: 'hardship', label: '困难生类别', kind: 'many', group: '个人', options: codes('hardships') },
    { key: 'teacherTraining', label: '师范生类别', kind: 'many', group: '个人', options: codes('teacherTrainings') },
    { key: 'urbanRural', label: '城乡生源', kind: 'many', group: '个人', options: codes('sources') },
    {
      key: 'originProvince',
      label: '生源省份',
      kind: 'many',
      group: '个人',
      options: Object.entries(PROVINCES).map(([value, label]) => ({ value, label })),
    },
    {
      key: 'severity',
      label: '核查问题',
      kind: 'many',
      group: '核查',
      shown: true,
      options: (['E', 'W', 'I'] as const).map((value) => ({ value, label: `有${CHECK_SEVERITY_LABELS[value]}` })),
    },
    {
      key: 'rule',
      label: '核查规则',
      kind: 'many',
      group: '核查',
      options: STUDENT_RULE_IDS.map((id) => ({ value: id, label: studentRule(id).title, hint: id })),
    },
    { key: 'activated', label: '账号', kind: 'one', group: '账号', options: yesNo('已激活', '没有激活') },
  ]);
}
