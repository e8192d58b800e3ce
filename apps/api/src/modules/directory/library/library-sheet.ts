import { codesOf } from '@qiancheng/shared';
import { defineSheet } from '../../../platform/sheets/index.js';

const namesOf = (table: 'natures' | 'industries'): Map<string, string> =>
  new Map(codesOf(table).map(({ code, name }) => [name, code]));

export const NATURE_BY_NAME = namesOf('natures');
export const INDUSTRY_BY_NAME = namesOf('industries');

/** A school's own library of units, as it was kept in Excel before. */
export const LIBRARY_SHEET = defineSheet({
  name: '单位库',
  notes: [
    '已有的单位按代码找，没有代码按名称找；找不到的会新建，等单位自己来登记认证。',
    '只填联系人的姓名。电话、邮箱不导入，填了也不保存。',
  ],
  columns: [
    {
      key: 'name',
      header: '单位名称',
      aliases: ['单位全称', '公司名称', '企业名称', '用人单位', '用人单位名称'],
      required: true,
      width: 36,
      note: '照执照写全称。',
      example: '湘江精密制造股份有限公司',
    },
    {
      key: 'code',
      header: '统一社会信用代码',
      aliases: ['信用代码', '社会信用代码', '组织机构代码', '统一社会信用代码/组织机构代码'],
      width: 24,
      note: '18 位。只有旧的 9 位组织机构代码也可以填，会标出来。',
      example: '91430100MA4L00003Q',
    },
    {
      key: 'nature',
      header: '单位性质',
      aliases: ['性质'],
      width: 18,
      options: [...NATURE_BY_NAME.keys()],
      example: '国有企业',
    },
    {
      key: 'industry',
      header: '所属行业',
      aliases: ['单位行业', '行业'],
      width: 26,
      options: [...INDUSTRY_BY_NAME.keys()],
      example: '制造业',
    },
    {
      key: 'region',
      header: '所在地',
      aliases: ['单位所在地', '所在地区', '单位所在地代码'],
      width: 24,
      note: '6 位行政区划代码，或写到区县的名称。',
      example: '湖南省长沙市长沙县',
    },
    {
      key: 'contact',
      header: '联系人',
      aliases: ['单位联系人', 'HR姓名'],
      width: 14,
      note: '只填姓名。',
      example: '周敏',
    },
    { key: 'note', header: '备注', width: 30 },
  ],
});
export type LibraryColumn = (typeof LIBRARY_SHEET)['columns'][number]['key'];
