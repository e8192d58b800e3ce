import { publicContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AccountWriter, type ChosenPassword, type NewAccount, PasswordHasher } from '../index.js';
import type { AccountsApp } from './accounts-app.js';

export const STRONG = 'Tulip-9-harbour';

/** As if it had been judged: what is tested is what becomes of it. */
export const chosen = async (password: string): Promise<ChosenPassword> => ({
  hash: await new PasswordHasher().hash(password),
});

let made = 0;

/** An account of its own for a test: of the first school, with a strong password, unless said otherwise. */
export async function makeAccount(
  kit: AccountsApp,
  account: Partial<NewAccount> = {},
): Promise<{ accountId: string; login: string; initial: string | null }> {
  const login = account.login ?? `made${(made += 1)}`;
  const audience = account.audience ?? 'teacher';
  const ofSchool = audience === 'teacher' || audience === 'student';
  const whole: NewAccount = {
    schoolId: ofSchool ? 1 : null,
    name: '王知微',
    password: { kind: 'own', chosen: await chosen(STRONG) },
    ...account,
    audience,
    login,
  };
  const writer = kit.app.get(AccountWriter, { strict: false });
  const { accountId, initial = null } = await kit.app
    .get(Db, { strict: false })
    .tx({ schoolId: whole.schoolId }, (tx) => writer.create(tx, publicContext('test', null, whole.schoolId), whole));
  if (audience === 'student') await makeStudent(kit, accountId, login);
  return { accountId, login, initial };
}

/** The person that a student's account belongs to. */
async function makeStudent({ database, people }: AccountsApp, accountId: string, no: string): Promise<void> {
  await database.owner.query(
    `insert into student (school_id, student_no, name, cohort, college_id, major_id, class_id, level_code, gender_code, length_years, graduation_month, account_id)
     select school_id, $2, '欧阳静', cohort, college_id, major_id, class_id, level_code, gender_code, length_years, graduation_month, $1
       from student where id = $3`,
    [accountId, no, people.studentId],
  );
}

/** From here on the first school lives by these. */
export async function setSecurity({ database }: AccountsApp, security: object): Promise<void> {
  await database.owner.query(
    `insert into school_policy (school_id, version, policy, effective_from)
     select 1, max(version) + 1, $1, '2020-01-01' from school_policy where school_id = 1`,
    [{ security: { second_factor_staff: false, ...security } }],
  );
}

export async function auditActions({ database }: AccountsApp, accountId: string): Promise<string[]> {
  const { rows } = await database.owner.query<{ action: string }>(
    `select body->>'action' as action from audit_entry where aggregate_type = 'account' and aggregate_id = $1 order by seq`,
    [accountId],
  );
  return rows.map((row) => row.action);
}
