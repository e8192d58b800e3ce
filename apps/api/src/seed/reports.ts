import type { ReportField } from '@qiancheng/shared';
import { insertRows } from './bulk.js';
import { REGIONS, type SeedContext } from './context.js';
import { residentId } from './numbers.js';
import type { StaffSeed, StudentSeed } from './people.js';
import { Random } from './random.js';
import { SamplePapers } from './sample-papers.js';
import type { SchoolSeed } from './schools.js';

/** Its own course, so that what it draws does not shift the rest of the demo world. */
const SEED = 20_270_417;
const PAPERS_SEED = 20_270_418;
const HOUR = 3_600_000;
/** 赵一诺, whose information waits for her counsellor: README names her. */
const SHOWN = '20230008';
/** Of those whose information is still with the school, every so manieth reports something. */
const EVERY = 5;
const MOST = 30;

interface Told {
  field: ReportField;
  proposed: string;
  grounds: string;
  /** By which paper that can be seen: its name and what stands on it. */
  paper?: { label: string; lines: string[] };
}

type Telling = (student: StudentSeed, school: SchoolSeed, random: Random) => Told;

const RARE = ['璟', '垚', '昇', '婳', '珺'];

const ethnic: Telling = ({ name }) => ({
  field: 'ethnicCode',
  proposed: '苗族',
  grounds: '户口簿本人页，高考报名时填错了',
  paper: { label: '户口簿本人页', lines: [`姓名：${name}`, '民族：苗族', '', '常住人口登记卡'] },
});
const entered: Telling = ({ name }) => ({
  field: 'enrolledMonth',
  proposed: '202209',
  grounds: '大一休学一年，有复学证明',
  paper: { label: '复学证明', lines: [`姓名：${name}`, '原入学时间：2022 年 9 月', '同意复学，编入下一年级'] },
});
const spelt: Telling = ({ name }, _school, random) => {
  const right = `${name.slice(0, -1)}${random.pick(RARE)}`;
  return {
    field: 'name',
    proposed: right,
    grounds: '最后一个字登记成了同音字，以户口簿为准',
    paper: { label: '户口簿本人页', lines: [`姓名：${right}`, '', '常住人口登记卡'] },
  };
};
const moved: Telling = ({ classId }, { classes }) => {
  const own = classes.find(({ id }) => id === classId);
  const other = classes.find(
    ({ id, majorId, cohort }) => id !== classId && majorId === own?.majorId && cohort === own.cohort,
  );
  return { field: 'class', proposed: other?.name ?? '二班', grounds: '大二转班，教务处有通知' };
};
const renumbered: Telling = ({ name }, _school, random) => {
  const [region] = random.pick(REGIONS);
  return {
    field: 'idNo',
    proposed: residentId(random, region, '20040506', random.pick(['1', '2'])),
    grounds: '户籍地更正过号码，有派出所证明',
    paper: { label: '派出所证明', lines: [`姓名：${name}`, '公民身份号码已依法更正', '', '（号码略）'] },
  };
};
const TELLINGS = [spelt, ethnic, moved, entered, renumbered];

const ANSWERS = [
  ['corrected', '已核对录取名册，学籍系统里也更正了。'],
  ['kept', '和录取名册、户口簿都一致，不改。'],
  ['withdrawn', ''],
] as const;

/** "This is wrong in the registry": reports that wait for an answer, most with a paper, and some that have one. */
export async function seedReports(
  ctx: SeedContext,
  school: SchoolSeed,
  students: readonly StudentSeed[],
  staff: readonly StaffSeed[],
): Promise<void> {
  const random = new Random(SEED);
  const papers = new SamplePapers('Reports', PAPERS_SEED);
  const reports: Record<string, unknown>[] = [];
  const files: Record<string, unknown>[] = [];
  const center = staff.find(({ role }) => role === 'center_admin');

  const add = (student: StudentSeed, telling: Telling, answer?: (typeof ANSWERS)[number]): void => {
    const { field, proposed, grounds, paper } = telling(student, school, random);
    const id = random.uuid();
    const at = new Date(ctx.now.getTime() - random.int(3, 150) * HOUR);
    const [status, words] = answer ?? ['open', ''];
    const byStaff = status === 'corrected' || status === 'kept';
    reports.push({
      school_id: school.id,
      id,
      student_id: student.id,
      field,
      proposed_enc: ctx.cipher.seal('registry_report', 'proposed_enc', id, proposed),
      grounds,
      status,
      answer: words,
      created_at: at,
      decided_at: answer ? new Date(at.getTime() + 2 * HOUR) : null,
      decided_by: byStaff ? (center?.accountId ?? null) : null,
      decided_name: byStaff ? (center?.name ?? null) : null,
    });
    if (!paper || status === 'withdrawn') return;
    const { accountId } = student;
    const fileId = papers.add({ ...paper, purpose: 'source.report', accountId, schoolId: school.id, at });
    files.push({ school_id: school.id, report_id: id, file_id: fileId, added_at: at });
  };

  const shown = students.find(({ studentNo }) => studentNo === SHOWN);
  if (shown) for (const telling of [ethnic, entered]) add(shown, telling);
  const others = students
    .filter(
      ({ studentNo, sourceState }) => studentNo !== SHOWN && /^(submitted|counsellor_approved)$/.test(sourceState),
    )
    .filter((_, i) => i % EVERY === 0)
    .slice(0, MOST);
  others.forEach((student, i) => {
    add(student, TELLINGS[i % TELLINGS.length] as Telling);
    if (i % 3 === 0) add(student, TELLINGS[(i + 1) % TELLINGS.length] as Telling, ANSWERS[(i / 3) % ANSWERS.length]);
  });
  await insertRows(ctx.client, 'registry_report', reports);
  await insertRows(ctx.client, 'uploaded_file', await papers.draw(ctx.storage));
  await insertRows(ctx.client, 'registry_report_file', files);
}
