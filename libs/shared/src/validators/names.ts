import { toHalfWidth } from './text.js';

/** Surnames of two characters: their second character is no given name. */
const COMPOUND_SURNAMES = new Set(
  '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 单于 贺兰 完颜 耶律 纳兰'.split(
    ' ',
  ),
);

/** The middle dot has a dozen code points; names are stored and compared with U+00B7. */
const DOTS = /[•‧∙・･．。.·]/g;

/** A person's name as it is stored: one middle dot, no stray blanks, half-width letters. */
export function normaliseName(text: string): string {
  const value = toHalfWidth(text.normalize('NFC'))
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .trim();
  if (/^[\p{Script=Latin}\s.'-]+$/u.test(value)) return value.replace(/\s+/g, ' ');
  return value.replace(/\s+/g, '').replace(DOTS, '·');
}

/** What people copy along from forms before the name itself. */
const NAME_LABEL = /^(?:(?:单位|公司|企业|用人单位|机构)(?:全称|名称)|名称|全称)[:：]+/;
const LEADING_MARKS = /^[.·•。…*#、，,:：;；\-_=+~!?/|]+/;
const TRAILING_MARKS = /[.·•。*#、，,:：;；\-_]+$/;

/** A unit's name for comparing: full-width brackets, no blanks, no marks around it, no label before it. */
export function normaliseEmployerName(text: string): string {
  let value = toHalfWidth(text.normalize('NFC')).replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '');
  for (let before = ''; before !== value;) {
    before = value;
    value = value.replace(LEADING_MARKS, '').replace(NAME_LABEL, '');
  }
  return value
    .replace(TRAILING_MARKS, '')
    .replace(/[(〔[【]/g, '（')
    .replace(/[)〕\]】]/g, '）');
}

/** What unit catalogues are full of and what is no name: numbers, credit codes, test accounts. null: it may be one. */
export function employerNameDefect(name: string): string | null {
  const value = normaliseEmployerName(name);
  if (/^1\d{10}$/.test(value)) return '这是手机号，不是单位名称，请照执照写。';
  if (/^[\d\-（）]+$/.test(value)) return '单位全称不能只有数字，请照执照写。';
  if (/^(?=.*\d)[0-9A-Z]{8}[0-9A-Z]$|^[0-9A-HJ-NPQRTUWXY]{18}$/i.test(value))
    return '这是单位的代码，不是名称，请照执照写。';
  if (/^[A-Za-z]*test|测试|试用账号|演示账号|待定|^某|某某|未定|未知/i.test(value))
    return '这不像单位的全称，请照执照写。';
  return null;
}

/** 欧阳䶮 → 欧阳*, 张伟 → 张*, 买买提·吐尔逊 → 买**: the surname, or one character where the name has none. */
export function maskName(name: string): string {
  const chars = [...normaliseName(name)];
  if (chars.length <= 1) return chars.length === 0 ? '' : '*';
  if (chars.includes('·') || /^\p{Script=Latin}/u.test(name)) return `${chars[0]}**`;
  const shown = chars.length > 2 && COMPOUND_SURNAMES.has(chars.slice(0, 2).join('')) ? 2 : 1;
  return chars.slice(0, shown).join('') + '*'.repeat(Math.min(chars.length - shown, 2));
}

/** 湘江精密制造股份有限公司 → 湘江精密****公司. */
export function maskEmployerName(name: string): string {
  const chars = [...name.trim()];
  if (chars.length <= 2) return '*'.repeat(chars.length);
  const shown = Math.min(4, Math.floor(chars.length / 3));
  const tail = chars.length >= 8 ? 2 : 1;
  return `${chars.slice(0, Math.max(shown, 1)).join('')}****${chars.slice(-tail).join('')}`;
}
