import { codesOf, type CodeTable, findCode, padCode } from './index.js';

interface OldWritings {
  /** Other ways to say what the table says today; taken without a word. */
  spellings?: Readonly<Record<string, string>>;
  /** Codes and names that are out of use, or of one province alone: taken, and told. */
  old?: Readonly<Record<string, string>>;
}

/** 'a b = 01 · c = 02' */
function writings(text: string): Record<string, string> {
  const pairs = text.split(' · ').flatMap((line): [string, string][] => {
    const [names = '', code = ''] = line.split(' = ');
    return names.split(' ').map((name) => [name, code]);
  });
  return Object.fromEntries(pairs);
}

/**
 * How old files and other systems write what the code tables say today (codes-and-fields §5). Widths are no matter of this
 * list: see `padCode`. The local degree levels of 安徽 carry the group before the national code.
 */
export const OLD_WRITINGS: Partial<Record<CodeTable, OldWritings>> = {
  ethnicities: {
    spellings: writings('其他民族 = 97 · 外国血统 = 98'),
    old: writings('毛难族 毛难 = 36 · 崩龙族 崩龙 = 46 · 粟傈族 粟傈 粟僳族 傈粟族 = 20 · 民家族 = 14 · 僮族 = 08'),
  },
  degreeLevels: {
    spellings: writings(
      '博士 博士研究生 博士生 博士研究生毕业 = 01 · 硕士 硕士研究生 硕士生 硕士研究生毕业 = 11 · 第二学士学位 二学位 = 25 · 本科 大学本科 本科生 本科毕业 = 31 · 专科 大专 专科生 专科毕业 = 41 · 高职 高职生 = 61',
    ),
    old: writings('101 = 01 · 111 = 11 · 231 = 31 · 341 = 41 · 361 = 61'),
  },
  trainingModes: {
    spellings: writings('非定向就业 = 1 · 定向就业 定向培养 = 2 · 在职人员 = 3 · 委托培养 委培生 = 4 · 自筹经费 = 5'),
    old: writings('统招 国家任务 计划内 = 1 · 代培 = 4 · 自费 = 5'),
  },
  hardships: {
    spellings: writings(
      '无 否 非困难 = 0 · 就业困难生 = 1 · 家庭经济困难 家庭困难生 = 2 · 就业困难和家庭困难 就业困难、家庭困难 就业困难+家庭困难 = 3 · 残疾人 身体残疾 = 4 · 就业困难和残疾 就业困难+残疾 = 5 · 家庭困难和残疾 家庭困难+残疾 = 6 · 就业困难、家庭困难和残疾 就业困难+家庭困难+残疾 = 7',
    ),
    old: writings('双困生 双困 = 3 · 贫困生 特困生 = 2'),
  },
  teacherTrainings: {
    spellings: writings('师范生 普通师范 师范 = 1 · 非师范 否 = 2 · 公费师范生 = 12'),
    old: writings('免费师范生 免费师范 部属免费师范生 = 12'),
  },
  politics: {
    spellings: writings(
      '党员 正式党员 中国共产党党员 = 01 · 预备党员 中国共产党预备党员 = 02 · 团员 共青团团员 中国共产主义青年团团员 = 03 · 民革会员 = 04 · 农工党员 = 08 · 九三社员 = 10 · 无党派 无党派人士 = 12',
    ),
    old: writings('普通公民 = 13'),
  },
  genders: { spellings: writings('男性 男生 = 1 · 女性 女生 = 2') },
  sources: { spellings: writings('城市 城镇生源 = 1 · 乡村 农村生源 = 2'), old: writings('县镇 = 1') },
  movedIn: { spellings: writings('是 转入 = 1 · 否 未转入 没有转入 = 0') },
  relations: {
    spellings: writings(
      '父 爸爸 父子 父女 = 1 · 母 妈妈 母子 母女 = 2 · 丈夫 妻子 夫妻 = 3 · 亲属 亲戚 = 4 · 同学 = 5',
    ),
  },
  destinations: {
    old: writings('出国、出境 出国 出境 出国(境) 出国出境 = 85'),
  },
};

/** A code as it stands today, and whether the file wrote something that is out of use. */
export interface ReadCode {
  code: string;
  old: boolean;
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '')
    .toWellFormed();

/** What a cell means: a code of any width, a name, or a writing of old. Undefined: nothing that this cohort knows. */
export function readCode(table: CodeTable, text: string, cohort?: number): ReadCode | undefined {
  const written = plain(text);
  if (written === '') return undefined;
  const present = presentCode(table, written, cohort);
  if (present !== undefined) return { code: present, old: false };
  const { spellings, old } = OLD_WRITINGS[table] ?? {};
  const spelt = valueOf(spellings, written);
  if (spelt !== undefined && findCode(table, spelt, cohort)) return { code: spelt, old: false };
  const was = valueOf(old, written);
  return was !== undefined && findCode(table, was, cohort) ? { code: was, old: true } : undefined;
}

function presentCode(table: CodeTable, written: string, cohort: number | undefined): string | undefined {
  const padded = padCode(table, written);
  if (findCode(table, padded, cohort)) return padded;
  const names = table === 'ethnicities' ? [written, `${written}族`] : [written];
  return codesOf(table, cohort).find((entry) => names.includes(plain(entry.name)))?.code;
}

function valueOf(from: Readonly<Record<string, string>> | undefined, key: string): string | undefined {
  return from && Object.hasOwn(from, key) ? from[key] : undefined;
}
