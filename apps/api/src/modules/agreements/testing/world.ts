import { randomUUID } from 'node:crypto';
import {
  chainOrder,
  creditCodeCheck,
  organisationCodeCheck,
  makePolicy,
  maskMobile,
  maskResidentId,
  POLICY_VARIANTS,
  type PolicyPatch,
  type SchoolPolicy,
} from '@qiancheng/shared';
import type { Pool } from 'pg';
import { systemContext, type Grant, type RequestContext, type Scope } from '../../../platform/context/index.js';
import type { FieldCipher } from '../../../platform/crypto/index.js';

let made = 0;

/** Unlike any other of this run. */
export const serial = (): number => (made += 1);

export interface Student {
  id: string;
  accountId: string;
  no: string;
  name: string;
  ctx: RequestContext;
}

export interface Employer {
  id: string;
  accountId: string;
  name: string;
  ctx: RequestContext;
}

function creditCode(number: number): string {
  const body = `MA${String(number).padStart(6, '0')}`;
  const first = `91430100${body}${organisationCodeCheck(body)}`;
  return first + creditCodeCheck(first);
}

/** The process that most tests run: the employer invites, college and centre review, four slots in order. */
export function testPolicy(patch: PolicyPatch = {}): SchoolPolicy {
  const slots = ['student', 'employer', 'college', 'school'] as const;
  const base = makePolicy(
    {
      sign: {
        slots: [...slots],
        order: chainOrder(...slots),
        reauth: 'none',
        effective_at: 'all_slots',
        mode: 'handwriting',
      },
      print: { copies: 3, copy_roles: ['student', 'employer', 'school'], requires: ['student'] },
      // staff of these tests have no phones; what a log-in asks for is tested where log-ins are
      security: { second_factor_staff: false },
    },
    POLICY_VARIANTS.V1,
  );
  return makePolicy(patch, base);
}

/** A school of a test's own, with two colleges, and people made on demand. Written by the owner, past the fence. */
export class World {
  private constructor(
    private readonly pool: Pool,
    private readonly cipher: FieldCipher,
    readonly schoolId: number,
    readonly schoolCode: string,
    readonly cohort: number,
    readonly colleges: readonly [College, College],
  ) {}

  static async create(pool: Pool, cipher: FieldCipher, policy: SchoolPolicy = testPolicy()): Promise<World> {
    const code = String(20000 + serial());
    const name = `测试大学${code}`;
    const school = await pool.query<{ id: number }>(
      `insert into school (code, name, short_name, address, center_phone) values ($1, $2, $2, '明德楼 208', '0731-80001200') returning id`,
      [code, name],
    );
    const id = (school.rows[0] as { id: number }).id;
    await pool.query('insert into school_policy (school_id, version, policy, effective_from) values ($1, 1, $2, $3)', [
      id,
      JSON.stringify(policy),
      '2020-01-01',
    ]);
    await pool.query('insert into cohort (school_id, year) values ($1, 2027)', [id]);
    const colleges = [await makeCollege(pool, id, '01'), await makeCollege(pool, id, '02')] as const;
    return new World(pool, cipher, id, code, 2027, colleges);
  }

  async addPolicy(version: number, policy: SchoolPolicy, effectiveFrom: Date | string): Promise<void> {
    await this.pool.query(
      'insert into school_policy (school_id, version, policy, effective_from) values ($1, $2, $3, $4)',
      [this.schoolId, version, JSON.stringify(policy), effectiveFrom],
    );
  }

  async student(
    options: { college?: 0 | 1; name?: string; sourceState?: string; trainingMode?: string } = {},
  ): Promise<Student> {
    const college = this.colleges[options.college ?? 0];
    const no = `2023${String(serial()).padStart(4, '0')}`;
    const name = options.name ?? '欧阳䶮';
    const accountId = await this.account('student', this.schoolId, no, name);
    const id = randomUUID();
    const idNo = '11010120020101004X';
    const phone = '13800000021';
    await this.pool.query(
      `insert into student (school_id, id, student_no, name, cohort, college_id, major_id, class_id, level_code, gender_code,
                            ethnic_code, political_code, training_mode_code, length_years, graduation_month, origin_code,
                            id_no_enc, id_no_masked, phone_enc, phone_masked, address_enc, email, source_state, account_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, '31', '1', '15', '03', $9, 4, '202706', '433130', $10, $11, $12, $13, $14, $15, $16, $17)`,
      [
        this.schoolId,
        id,
        no,
        name,
        this.cohort,
        college.id,
        college.majorId,
        college.classId,
        options.trainingMode ?? '1',
        this.cipher.seal('student', 'id_no_enc', id, idNo),
        maskResidentId(idNo),
        this.cipher.seal('student', 'phone_enc', id, phone),
        maskMobile(phone),
        this.cipher.seal('student', 'address_enc', id, '龙山县民安街道新建路 12 号'),
        'someone@example.edu.cn',
        options.sourceState ?? 'school_approved',
        accountId,
      ],
    );
    const ctx = this.context('student', accountId, name, [{ role: 'student', collegeIds: null, classIds: null }], {
      kind: 'student',
      studentId: id,
    });
    ctx.actor.studentId = id;
    return { id, accountId, no, name, ctx };
  }

  async employer(options: { settled?: boolean } = {}): Promise<Employer> {
    const number = serial();
    const name = `湘江精密制造${number}有限公司`;
    const id = randomUUID();
    await this.pool.query(
      `insert into employer (id, credit_code, name, name_norm, nature_code, industry_code, region_code, address, postcode)
       values ($1, $2, $3, $3, '31', '22', '430121', '星沙产业基地蓝思路 18 号', '410100')`,
      [id, creditCode(number), name],
    );
    if (options.settled !== false) await this.settle(id);
    const accountId = await this.account('employer', null, `hr${number}`, '周敏');
    await this.pool.query(
      `insert into employer_member (account_id, employer_id, role) values ($1, $2, 'employer_admin')`,
      [accountId, id],
    );
    const ctx = this.context(
      'employer',
      accountId,
      '周敏',
      [{ role: 'employer_admin', collegeIds: null, classIds: null }],
      {
        kind: 'employer',
        employerId: id,
      },
    );
    ctx.actor.employerId = id;
    return { id, accountId, name, ctx };
  }

  async settle(employerId: string, status = 'approved'): Promise<void> {
    await this.pool.query(
      `insert into employer_school (employer_id, school_id, status) values ($1, $2, $3)
       on conflict (school_id, employer_id) do update set status = excluded.status`,
      [employerId, this.schoolId, status],
    );
  }

  /** A teacher; college and class limit what the role covers. */
  async staff(role: string, reach: { college?: 0 | 1; classOf?: 0 | 1 } = {}): Promise<RequestContext> {
    const name = `${role}${serial()}`;
    const accountId = await this.account('teacher', this.schoolId, name, name);
    const collegeIds = reach.college === undefined ? null : [this.colleges[reach.college].id];
    const classIds = reach.classOf === undefined ? null : [this.colleges[reach.classOf].classId];
    await this.pool.query(
      'insert into account_grant (account_id, school_id, role, college_ids, class_ids) values ($1, $2, $3, $4, $5)',
      [accountId, this.schoolId, role, collegeIds, classIds],
    );
    const scope: Scope =
      collegeIds || classIds
        ? { kind: 'units', collegeIds: collegeIds ?? [], classIds: classIds ?? [] }
        : { kind: 'school' };
    return this.context('teacher', accountId, name, [{ role, collegeIds, classIds }], scope);
  }

  private async account(audience: string, schoolId: number | null, login: string, name: string): Promise<string> {
    const { rows } = await this.pool.query<{ id: string }>(
      `insert into account (audience, school_id, login, name, password_hash) values ($1, $2, $3, $4, 'none') returning id`,
      [audience, schoolId, login, name],
    );
    return (rows[0] as { id: string }).id;
  }

  private context(
    audience: RequestContext['audience'],
    accountId: string,
    displayName: string,
    grants: Grant[],
    scope: Scope,
  ): RequestContext {
    return {
      ...systemContext(this.schoolId, 'test'),
      actor: { accountId, audience, displayName, grants },
      audience,
      schoolCode: this.schoolCode,
      scope,
      ip: '203.0.113.7',
      device: 'jest',
    };
  }
}

export interface College {
  id: string;
  majorId: string;
  classId: string;
}

async function makeCollege(pool: Pool, schoolId: number, code: string): Promise<College> {
  const [id, majorId, classId] = [randomUUID(), randomUUID(), randomUUID()];
  await pool.query(
    `insert into college (school_id, id, code, name, contact, phone, sort) values ($1, $2, $3, $4, '王知微', '0731-80002206', $5)`,
    [schoolId, id, code, `第${code}学院`, Number(code)],
  );
  await pool.query(
    `insert into major (school_id, id, college_id, code, name, level_code, length_years) values ($1, $2, $3, '080902', '软件工程', '31', 4)`,
    [schoolId, majorId, id],
  );
  await pool.query(
    `insert into school_class (school_id, id, college_id, major_id, cohort, name) values ($1, $2, $3, $4, 2027, $5)`,
    [schoolId, classId, id, majorId, `软工${code}`],
  );
  return { id, majorId, classId };
}
