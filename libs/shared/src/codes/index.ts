import { DESTINATIONS } from './destinations.js';
import { PROVINCES } from './provinces.js';
import { entries, type CodeEntry } from './types.js';

export type { CodeEntry } from './types.js';
export { isRegionLike, PROVINCES } from './provinces.js';

const withAttr = (list: CodeEntry[], key: string, values: Readonly<Record<string, string>>): CodeEntry[] =>
  list.map((entry) => (values[entry.code] ? { ...entry, attrs: { [key]: values[entry.code] as string } } : entry));

/** 单位行业 and its letter in GB/T 4754-2017; the army has none. */
const INDUSTRIES = withAttr(
  entries(
    '11 农、林、牧、渔业 · 21 采矿业 · 22 制造业 · 23 电力、热力、燃气及水生产和供应业 · 24 建筑业 · 31 批发和零售业 · 32 交通运输、仓储和邮政业 · 33 住宿和餐饮业 · 34 信息传输、软件和信息技术服务业 · 35 金融业 · 36 房地产业 · 37 租赁和商务服务业 · 38 科学研究和技术服务业 · 39 水利、环境和公共设施管理业 · 41 居民服务、修理和其他服务业 · 42 教育 · 43 卫生和社会工作 · 44 文化、体育和娱乐业 · 45 公共管理、社会保障和社会组织 · 46 国际组织 · 80 军队',
  ),
  'letter',
  Object.fromEntries(
    '11 21 22 23 24 31 32 33 34 35 36 37 38 39 41 42 43 44 45 46'
      .split(' ')
      .map((code, i) => [code, 'ABCDEFGHIJKLMNOPQRST'[i] as string]),
  ),
);

/** Every code table by its name. Names and codes change between cohorts: see the cohort limits of an entry. */
export const codeTables = {
  destinations: DESTINATIONS,
  natures: entries(
    '10 机关 · 20 科研设计单位 · 21 高等教育单位 · 22 中初教育单位 · 23 医疗卫生单位 · 29 其他事业单位 · 31 国有企业 · 32 外商投资企业 · 33 个体工商户 · 39 其他企业 · 40 部队 · 55 农村建制村 · 56 城镇社区 · 99 其他',
  ),
  industries: INDUSTRIES,
  employerSizes: entries(
    '1 20 人以下 · 2 20 – 99 人 · 3 100 – 499 人 · 4 500 – 999 人 · 5 1000 – 4999 人 · 6 5000 – 9999 人 · 7 10000 人以上',
  ),
  employerTags: entries(
    'world500 世界 500 强 · china100 中国 100 强 · china500 中国 500 强 · private500 民营 500 强 · listed 上市公司 · industry500 行业 500 强',
  ),
  jobCategories: entries(
    '10 公务员 · 11 科学研究人员 · 13 工程技术人员 · 17 农林牧渔业技术人员 · 19 卫生专业技术人员 · 21 经济业务人员 · 22 金融业务人员 · 23 法律专业人员 · 24 教学人员 · 25 文学艺术工作人员 · 26 体育工作人员 · 27 新闻出版和文化工作人员 · 29 其他专业技术人员 · 30 办事人员和有关人员 · 40 商业和服务业人员 · 60 生产和运输设备操作人员 · 80 军人 · 90 其他人员',
  ),
  degreeLevels: entries(
    '01 博士生毕业 · 03 博士生结业 · 11 硕士生毕业 · 13 硕士生结业 · 25 二学位毕业 · 26 二学位结业 · 31 本科生毕业 · 33 本科生结业 · 41 专科生毕业 · 43 专科生结业 · 61 高职生毕业 · 63 高职生结业',
  ),
  trainingModes: entries('1 非定向 · 2 定向 · 3 在职 · 4 委培 · 5 自筹'),
  /** A bit mask: 1 employment, 2 family, 4 disability. */
  hardships: entries(
    '0 非困难生 · 1 就业困难 · 2 家庭困难 · 3 就业+家庭 · 4 残疾 · 5 就业+残疾 · 6 家庭+残疾 · 7 就业+家庭+残疾',
  ),
  teacherTrainings: entries('1 普通师范生 · 2 非师范生 · 12 国家公费师范生'),
  politics: entries(
    '01 中共党员 · 02 中共预备党员 · 03 共青团员 · 04 民革党员 · 05 民盟盟员 · 06 民建会员 · 07 民进会员 · 08 农工党党员 · 09 致公党党员 · 10 九三学社社员 · 11 台盟盟员 · 12 无党派民主人士 · 13 群众',
  ),
  ethnicities: ethnicities(),
  genders: entries('1 男 · 2 女'),
  sources: entries('1 城镇 · 2 农村'),
  movedIn: entries('1 已转入 · 0 没有'),
  relations: entries('1 父亲 · 2 母亲 · 3 配偶 · 4 其他亲属 · 5 朋友'),
  /** Legacy: no dispatch letter has been issued since the cohort of 2023. */
  dispatchLetters: entries('1 去就业地报到 · 2 回生源地报到 · 3 去代理、托管地报到 · 6 未签发报到证').map((entry) => ({
    ...entry,
    validToCohort: 2022,
  })),
  archiveTransfers: entries('1 转回生源地 · 2 签约单位接收 · 3 托管单位接收 · 4 升学外校接收 · 5 暂缓或留校 · 6 入伍'),
  householdTransfers: entries('1 迁往单位所在地 · 2 迁回生源地 · 3 升学学校 · 4 不迁'),
  breachReasons: entries(
    'further_study 个人违约—继续深造 · family 家庭原因 · health 身体原因 · employer_promise 单位承诺无法兑现 · employer_trouble 单位经营问题 · employer_breach 单位违约 · other 其他',
  ),
  blankFormReasons: entries(
    'first 首次申领 · lost 遗失 · resumed 复学 · exchange 交换回国 · hometown 回乡找工作 · classified 特殊单位',
  ),
  reissueReasons: entries('lost 遗失 · damaged 污损 · wrong 信息填写错误 · replaced 更换'),
  provinces: Object.entries(PROVINCES).map(([code, name]) => ({ code: `${code}0000`, name })),
} as const satisfies Record<string, readonly CodeEntry[]>;

export type CodeTable = keyof typeof codeTables;

function ethnicities(): CodeEntry[] {
  const names =
    '汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺';
  const numbered = names.split(' ').map((name, i) => ({ code: String(i + 1).padStart(2, '0'), name: `${name}族` }));
  return [...numbered, { code: '97', name: '其他' }, { code: '98', name: '外国血统中国籍' }];
}

function usedIn(entry: CodeEntry, cohort: number | undefined): boolean {
  if (cohort === undefined) return true;
  return (entry.validFromCohort ?? 0) <= cohort && cohort <= (entry.validToCohort ?? Number.MAX_SAFE_INTEGER);
}

export function isCodeTable(table: string): table is CodeTable {
  return Object.hasOwn(codeTables, table);
}

/** The entries that a cohort may use; without a cohort, today's ones. */
export function codesOf(table: CodeTable, cohort?: number): CodeEntry[] {
  const list: readonly CodeEntry[] = codeTables[table];
  return list.filter((entry) => (cohort === undefined ? entry.validToCohort === undefined : usedIn(entry, cohort)));
}

/** The entry a cohort knows by this code; without a cohort the newest one. */
export function findCode(table: CodeTable, code: string | null | undefined, cohort?: number): CodeEntry | undefined {
  const list: readonly CodeEntry[] = codeTables[table];
  return list.findLast((entry) => entry.code === code && usedIn(entry, cohort));
}

/** The name of a code; an unknown code is given back, so that nothing is silently lost from a document. */
export function codeName(table: CodeTable, code: string | null | undefined, cohort?: number): string {
  return findCode(table, code, cohort)?.name ?? code ?? '';
}

/** Old files write 1 where the table says 01, or 01 where it says 1: the code as the table has it. */
export function padCode(table: CodeTable, code: string): string {
  const text = code.trim();
  const width = codeTables[table][0]?.code.length ?? 0;
  const forms = [text, text.padStart(width, '0'), text.replace(/^0+(?=.)/, '')];
  return forms.find((form) => findCode(table, form)) ?? text;
}

const LEVEL_SHORT: Readonly<Record<string, string>> = {
  '0': '博士',
  '1': '硕士',
  '2': '第二学士学位',
  '3': '本科',
  '4': '专科',
  '6': '高职',
};

/** 31 → 本科 */
export function levelShort(levelCode: string | null | undefined): string {
  return levelCode ? (LEVEL_SHORT[levelCode[0] as string] ?? levelCode) : '';
}

/** Graduate forms are titled differently from undergraduate ones. */
export function isGraduateLevel(levelCode: string): boolean {
  return levelCode.startsWith('0') || levelCode.startsWith('1');
}
