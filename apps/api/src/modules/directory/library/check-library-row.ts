import {
  checkCreditCode,
  checkUnit,
  compactCode,
  employerNameDefect,
  isLegacyCode,
  normaliseEmployerName,
} from '@qiancheng/shared';
import { regionOf } from '@qiancheng/shared/regions';
import { checkRow, issueOf, type SheetIssue, type SheetRow } from '../../../platform/sheets/index.js';
import { INDUSTRY_BY_NAME, LIBRARY_SHEET, type LibraryColumn, NATURE_BY_NAME } from './library-sheet.js';

export type LibraryIssue = SheetIssue<LibraryColumn>;

/** What a row says once it is understood; the only form in which it is kept. */
export interface LibraryEntry {
  /** As the school writes it. */
  written: string;
  name: string;
  creditCode: string | null;
  legacyCode: string | null;
  natureCode: string;
  industryCode: string;
  regionCode: string;
  contact: string;
  note: string;
}

/** Rows of the file so far, by what they could collide on. */
export type SeenRows = Map<string, number>;

/** Anything that could be somebody's number: it is not kept, not even in the report. */
const NUMBERS = /(?:\+?86[- ]?)?1[3-9]\d[\d -]{8,10}|\d{3,4}-?\d{7,8}|\d{15,18}[\dXx]?|\S+@\S+/g;

/** The row without numbers of people; `withheld` names the cells that had some. */
export function withoutNumbers(row: SheetRow<LibraryColumn>): {
  row: SheetRow<LibraryColumn>;
  withheld: LibraryColumn[];
} {
  const withheld: LibraryColumn[] = [];
  const clean = (key: LibraryColumn): string => {
    const text = row.values[key];
    const cleaned = text.replace(NUMBERS, '').trim();
    if (cleaned !== text.trim()) withheld.push(key);
    return cleaned;
  };
  const values = { ...row.values, contact: clean('contact'), note: clean('note') };
  const phoneAsName = /^\+?[\d -]{7,20}$/.test(values.name);
  return { row: { ...row, values: phoneAsName ? { ...values, name: '（号码）' } : values }, withheld };
}

/** What the file alone can tell of a row. */
export function checkLibraryRow(
  given: SheetRow<LibraryColumn>,
  seen: SeenRows,
): { values: Record<LibraryColumn, string>; issues: LibraryIssue[]; entry: LibraryEntry } {
  const { row, withheld } = withoutNumbers(given);
  const issues: LibraryIssue[] = checkRow(LIBRARY_SHEET, {
    ...row,
    issues: given.issues.map((issue) => ({ ...issue, value: '' })),
  });
  const add = (key: LibraryColumn, reason: string, severity: 'error' | 'warning'): unknown =>
    issues.push(issueOf(LIBRARY_SHEET, row, key, reason, severity));
  for (const key of withheld) add(key, '电话、邮箱、证件号不导入，已经去掉。', 'warning');

  const { name: written, code, region } = row.values;
  const name = normaliseEmployerName(written);
  const defect = written === '（号码）' ? '这是电话号码，不是单位名称。' : name && employerNameDefect(name);
  if (defect) add('name', defect, 'error');
  else if (written !== '' && name === '') add('name', '只有符号，没有名称。', 'error');
  else if (written !== '' && [...name].length < 4) add('name', '名称太短，多半不是全称。', 'warning');

  const codes = codesIn(code);
  if (code === '') add('code', '没有代码，会按名称找。', 'warning');
  else if (codes.legacyCode) add('code', '这是 9 位组织机构代码，已经停用。请单位换成 18 位。', 'warning');
  else if (!codes.creditCode) add('code', reasonAgainst(code), 'error');

  const regionCode = region === '' ? '' : (regionOf(region) ?? '');
  if (region !== '' && regionCode === '') add('region', '没有这个地区，不会导入这一格。', 'warning');
  for (const [key, what] of collisions(name, codes)) {
    const before = seen.get(key);
    if (before === undefined) seen.set(key, row.row);
    else add(what, `与第 ${before} 行是同一${what === 'code' ? '个代码' : '个名称'}，只留一行。`, 'error');
  }
  const entry: LibraryEntry = {
    written,
    name,
    ...codes,
    natureCode: NATURE_BY_NAME.get(row.values.nature) ?? '',
    industryCode: INDUSTRY_BY_NAME.get(row.values.industry) ?? '',
    regionCode,
    contact: row.values.contact,
    note: row.values.note,
  };
  for (const hint of checkUnit({ ...entry, creditCode: entry.creditCode ?? '' })) {
    if (hint.rule === 'DC-20') add('nature', hint.sentence, 'warning');
    if (hint.rule === 'DC-19') add('region', hint.sentence, 'warning');
  }
  return { values: row.values, issues, entry };
}

function codesIn(text: string): Pick<LibraryEntry, 'creditCode' | 'legacyCode'> {
  if (isLegacyCode(text)) return { creditCode: null, legacyCode: compactCode(text).replace('-', '') };
  const checked = checkCreditCode(text);
  return { creditCode: checked.ok ? checked.value : null, legacyCode: null };
}

function reasonAgainst(code: string): string {
  const checked = checkCreditCode(code);
  return checked.ok ? '' : checked.reason;
}

/** The same code is the same unit; without codes, the same name. */
function collisions(
  name: string,
  { creditCode, legacyCode }: Pick<LibraryEntry, 'creditCode' | 'legacyCode'>,
): [string, 'code' | 'name'][] {
  const code = creditCode ?? legacyCode;
  if (code) return [[`code ${code}`, 'code']];
  return name ? [[`name ${name}`, 'name']] : [];
}
