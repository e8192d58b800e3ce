import type { CasePlan } from './cases.js';
import type { EmployerSeed } from './employers.js';
import type { StudentSeed } from './people.js';
import type { Random } from './random.js';
import type { Ending } from './stories.js';

/** What the README promises of the first students; everybody else is drawn by lot. */
const CAST: Record<string, Ending[]> = {
  '20230001': ['invited', 'invited', 'invited', 'invited', 'invited'],
  '20230002': ['invited'],
  '20230003': ['review1'],
  '20230004': ['review2'],
  '20230005': ['sign_employer'],
  '20230006': ['signed'],
  '20230007': ['declined', 'expired'],
  '20230009': ['invited', 'invited'],
  '20230010': ['sign_student'],
  '20230011': ['voided'],
  '20230012': ['terminated'],
  '20230013': ['suspended'],
  '20230014': ['draft'],
  '20230015': ['withdrawn', 'invited'],
  '20230016': ['sign_college'],
  '20230017': ['sign_student'],
  '20230018': ['sign_school'],
};

/** The season in full swing: most have nothing yet, some hold invitations, a third is under way or signed. */
const LOT: readonly (readonly [Ending, number])[] = [
  ['signed', 0.155],
  ['sign_school', 0.008],
  ['sign_college', 0.008],
  ['sign_employer', 0.014],
  ['sign_student', 0.012],
  ['review2', 0.012],
  ['review1', 0.018],
  ['invited', 0.06],
  ['declined', 0.02],
  ['expired', 0.012],
  ['voided', 0.004],
  ['terminated', 0.004],
  ['suspended', 0.001],
  ['failed', 0.003],
  ['withdrawn', 0.004],
];

function lot(random: Random): Ending | undefined {
  let roll = random.next();
  for (const [ending, share] of LOT) {
    roll -= share;
    if (roll < 0) return ending;
  }
  return undefined;
}

/** `free` keeps a stretch of students without any case, so that a fresh one is always at hand. */
export function planCases(
  random: Random,
  students: readonly StudentSeed[],
  employers: readonly EmployerSeed[],
  free: (index: number) => boolean,
  share = 1,
): CasePlan[] {
  const plans: CasePlan[] = [];
  const eligible = (s: StudentSeed): boolean =>
    s.sourceState === 'college_approved' || s.sourceState === 'school_approved';
  students.forEach((student, index) => {
    const cast = CAST[student.studentNo];
    if (!cast && (!eligible(student) || free(index) || !random.chance(share))) return;
    const endings = cast ?? [lot(random)].filter((ending) => ending !== undefined);
    endings.forEach((ending, i) => {
      const pool = cast ? employers.slice(0, 12) : employers;
      const employer = cast ? (pool[i % pool.length] as EmployerSeed) : random.pick(pool);
      plans.push({
        student,
        employer,
        ending,
        ...(ending === 'invited' ? { ageDays: cast ? 12 - i * 2.5 : random.int(1, 12) } : {}),
      });
    });
  });
  return plans;
}
