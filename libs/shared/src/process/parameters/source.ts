import { SOURCE_KEYS, sourceField } from '../../source/fields.js';
import { REVIEW_ROLE_LABELS } from '../states.js';
import type { ParametersOf } from './types.js';

export const SOURCE_PARAMETERS: ParametersOf<'source'> = {
  'source.levels': {
    group: 'source',
    kind: 'list',
    ordered: true,
    title: '由谁审核',
    explain: '学生提交以后，由这些老师一级一级审核生源信息。',
    options: REVIEW_ROLE_LABELS,
    none: '不审核',
    between: '，再由',
  },
  'source.registry_fields': {
    group: 'source',
    kind: 'list',
    ordered: false,
    title: '学籍字段',
    explain: '姓名、学号、身份证号和考生号以外，还有哪些内容以学籍为准，学生只能报告有误、由学校核改。',
    options: Object.fromEntries(
      SOURCE_KEYS.filter((key) => sourceField(key).registry === 'usual').map((key) => [key, sourceField(key).label]),
    ),
    none: '都可以由学生改',
  },
  'source.sla_workdays': {
    group: 'source',
    kind: 'number',
    title: '每一级审核时限',
    explain: '学校承诺每一级在几个工作日内审完，学生提交后能看到。',
    unit: '个工作日',
    min: 1,
    max: 60,
  },
};
