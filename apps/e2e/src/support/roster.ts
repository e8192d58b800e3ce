import { codesOf, residentIdCheck } from '@qiancheng/shared';
import ExcelJS from 'exceljs';
import type { Api } from './api.js';

export interface ClassOfTree {
  id: string;
  name: string;
  collegeName: string;
  majorName: string;
  years: number;
  version: number;
}

interface Tree {
  colleges: { id: string; name: string }[];
  majors: { id: string; collegeId: string; name: string; lengthYears: number }[];
  classes: { id: string; majorId: string; name: string; version: number; lengthYears: number | null }[];
}

/** The classes of a cohort, college by college. */
export async function classesOf(center: Api, cohort: number): Promise<ClassOfTree[]> {
  const { colleges, majors, classes } = await center.get<Tree>(`org/tree?cohort=${cohort}`);
  return colleges.flatMap((college) =>
    majors
      .filter(({ collegeId }) => collegeId === college.id)
      .flatMap((major) =>
        classes
          .filter(({ majorId }) => majorId === major.id)
          .map(({ id, name, version, lengthYears }) => ({
            id,
            name,
            version,
            collegeName: college.name,
            majorName: major.name,
            years: lengthYears ?? major.lengthYears,
          })),
      ),
  );
}

export const studentNoOf = (n: number): string => `2024${String(n).padStart(5, '0')}`;
const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const GIVEN = [...'子雨欣梓涵浩宇轩诗琪佳怡俊杰思远一诺嘉明月'];
export const nameOf = (n: number): string =>
  [
    SURNAMES[n % 20],
    GIVEN[Math.floor(n / 20) % GIVEN.length],
    GIVEN[(n * 5 + Math.floor(n / 420) + 7) % GIVEN.length],
  ].join('');

/** GB 11643 numbers of people who do not exist. */
function idNoOf(n: number): string {
  const day = new Date(Date.UTC(2006, 0, 1 + Math.floor(n / 400))).toISOString().slice(0, 10).replaceAll('-', '');
  const body = `430121${day}${String((n % 400) + 100)}`;
  return body + residentIdCheck(body);
}

const nameOfCode = (table: Parameters<typeof codesOf>[0]): string => codesOf(table)[0]?.name ?? '';
type Cell = (n: number, own: ClassOfTree, cohort: number) => string;

/** Columns of the national layout as a school exports them that has asked its students before: a form without a gap. */
const COLUMNS: Record<string, Cell> = {
  考生号: (n) => `2443${String(n).padStart(10, '0')}`,
  身份证号: idNoOf,
  姓名: nameOf,
  性别: (n) => (Number(idNoOf(n)[16]) % 2 === 1 ? '男' : '女'),
  民族: () => '汉族',
  政治面貌: () => '共青团员',
  学历: () => '本科生毕业',
  专业: (_, own) => own.majorName,
  培养方式: () => '非定向',
  生源所在地: () => '湖南省长沙市长沙县',
  城乡生源: (n) => (n % 2 ? '农村' : '城镇'),
  学制: (_, own) => String(own.years),
  入学时间: (_, own, cohort) => `${cohort - own.years}09`,
  毕业时间: (_, _own, cohort) => `${cohort}06`,
  师范生类别代码: () => '2',
  困难生类别代码: () => '0',
  所在院系: (_, own) => own.collegeName,
  所在班级: (_, own) => own.name,
  学号: studentNoOf,
  出生日期: (n) => idNoOf(n).replace(/^.{6}(\d{4})(\d\d)(\d\d).*$/, '$1-$2-$3'),
  入学前档案所在单位: () => '第一中学',
  入学前户口所在地派出所: () => '星沙派出所',
  户口是否转入学校: () => '没有',
  档案是否转入学校: () => '已转入',
  手机号码: (n) => `1380${String(n).padStart(7, '0')}`,
  电子邮箱: (n) => `s${studentNoOf(n)}@example.com`,
  家庭住址: (n) => `星沙街道开元路 ${n} 号`,
  家庭邮编: () => '410100',
  紧急联系人: () => '陈建国',
  与本人关系: () => nameOfCode('relations'),
  紧急联系人手机: (n) => `1390${String(n).padStart(7, '0')}`,
};

/** `count` students, spread evenly over the classes, class by class. @returns the sheet, and the numbers of each class's students */
export async function rosterOf(
  classes: readonly ClassOfTree[],
  count: number,
  cohort: number,
): Promise<{ sheet: Buffer; byClass: Map<string, number[]> }> {
  const book = new ExcelJS.Workbook();
  const page = book.addWorksheet('生源信息');
  page.addRow(Object.keys(COLUMNS));
  const byClass = new Map<string, number[]>();
  for (let n = 0; n < count; n += 1) {
    const own = classes[Math.floor((n * classes.length) / count)] as ClassOfTree;
    byClass.set(own.id, [...(byClass.get(own.id) ?? []), n]);
    page.addRow(Object.values(COLUMNS).map((cell) => cell(n, own, cohort)));
  }
  return { sheet: Buffer.from(await book.xlsx.writeBuffer()), byClass };
}
