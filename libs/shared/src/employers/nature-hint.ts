import { codeName } from '../codes/index.js';

/** Which natures fit the first characters of a credit code (DC-20). The longer prefix counts first. */
const NATURES_BY_CLASS: readonly (readonly [string, readonly string[], string])[] = [
  ['11', ['10'], '机关'],
  ['12', ['20', '21', '22', '23', '29'], '事业单位'],
  ['13', ['10', '99'], '群团机关'],
  ['19', ['10', '29', '99'], '其他编制机构'],
  ['52', ['20', '21', '22', '23', '99'], '民办非企业单位'],
  ['5', ['99'], '社会组织'],
  ['92', ['33', '39'], '个体工商户'],
  ['93', ['39'], '农民专业合作社'],
  ['9', ['31', '32', '39', '20'], '企业'],
  ['N', ['55', '39'], '农村集体经济组织'],
  ['A', ['40', '31', '29'], '军队单位'],
];

/** A sentence when nature and registry class do not go together; a hint, never a refusal. */
export function natureHint(creditCode: string, natureCode: string): string | null {
  if (natureCode === '') return null;
  const row = NATURES_BY_CLASS.find(([prefix]) => creditCode.toUpperCase().startsWith(prefix));
  if (!row || row[1].includes(natureCode)) return null;
  const fitting = row[1].map((code) => codeName('natures', code)).join('、');
  return `信用代码 ${row[0]} 开头的多是${row[2]}，一般选“${fitting}”。请核对性质，没错就不用改。`;
}
