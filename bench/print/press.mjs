// What both print benchmarks share: the worker's own press without a database, on agreements made up on the spot.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const dist = path.join(root, 'apps/api/dist');
const load = (file) => import(path.join(dist, file));

const [
  { PdfService },
  { locateChromium },
  { FontBook },
  { BulkPress },
  { composeDocument },
  { sheetOf },
  { sampleContent },
] = await Promise.all(
  [
    'platform/pdf/pdf.service.js',
    'platform/pdf/chromium.js',
    'platform/pdf/fonts/font-book.js',
    'modules/documents/bulk-press.js',
    'modules/documents/template/document.js',
    'modules/documents/sheet-mapper.js',
    'modules/documents/testing/sample.js',
  ].map(load),
);
export { BulkPress, composeDocument, FontBook, locateChromium, PdfService };

export const dataDir = path.join(root, '.data/bench');
mkdirSync(dataDir, { recursive: true });

const SURNAMES = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤',
];
const GIVEN = [
  ...'伟芳娜敏静丽强磊洋艳勇军杰娟涛明超霞平刚桂英华玉兰萍红梅鹏辉玲波斌宇浩凯秀健俊帆雪荣欣晨阳婷璐莹琪思涵子轩梓萱一诺雨桐皓然沐宸䶮㙇喆堃淼',
];

/** Agreements that differ as real ones do: names, numbers, employers, pay. */
export function agreements(count, copies) {
  const roles = ['student', 'employer', 'college', 'school'].slice(0, copies);
  return Array.from({ length: count }, (_, index) => {
    const at = (list, step) => list[(index * step + step) % list.length];
    const name = at(SURNAMES, 7) + at(GIVEN, 11) + (index % 3 ? at(GIVEN, 5) : '');
    const number = String(index + 1).padStart(6, '0');
    const content = sampleContent(
      {
        id: `01990000-0000-7000-8000-000000${number}`,
        agreementNo: `2027-10001-3-${number}-6`,
        studentName: name,
        studentNo: `2023${number}`,
      },
      { print: { copies, copy_roles: roles } },
    );
    Object.assign(content.student, { name, studentNo: `2023${number}` });
    content.values.employer.name = `${at(SURNAMES, 13)}${at(GIVEN, 3)}精密制造股份有限公司`;
    content.values.terms.salaryRegular = 6000 + (index % 40) * 100;
    return content;
  });
}

export const sheets = (contents) => contents.map((content) => sheetOf(content, 'https://sign.example.edu.cn'));
export const round = (value) => Math.round(value * 100) / 100;
