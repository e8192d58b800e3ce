import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Type } from '@nestjs/common';
import {
  type CertificationData,
  type CertificationKind,
  creditCodeCheck,
  EMPTY_CERTIFICATION,
  organisationCodeCheck,
} from '@qiancheng/shared';
import { WholeModule } from '../../../app.module.js';
import { accessCookie, AccessTokens, bootScan, type SignedInAudience } from '../../../platform/access/index.js';
import { FakeClock } from '../../../platform/clock/index.js';
import { type RequestContext, systemContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { createHttpApp } from '../../../platform/http/index.js';
import { runSweep } from '../../../platform/jobs/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../../platform/testing/index.js';
import { AgreementCommands } from '../../agreements/commands/commands.service.js';
import { ACCEPT, ALL_BLOCKS, goodValues } from '../../agreements/testing/values.js';
import { type Employer, serial, type Student, World } from '../../agreements/testing/world.js';

/** Somebody of the employer portal. */
export interface Person {
  accountId: string;
  name: string;
  phone: string;
}

/** A unit that has handed in what the operator decides on. */
export interface Applied {
  id: string;
  employerId: string;
  applicant: Person;
  data: CertificationData;
}

/** The whole application on a database of its own, with people and units that are made on demand. */
export class AuditBench {
  private constructor(
    readonly database: TestDatabase,
    readonly app: NestFastifyApplication,
    readonly clock: FakeClock,
    private readonly cipher: FieldCipher,
  ) {}

  static async open(): Promise<AuditBench> {
    const database = await createTestDatabase();
    const config = testConfig(database.url, { DEMO: 'true' });
    const clock = new FakeClock();
    const { app } = await createHttpApp(WholeModule.forRoot(config, clock), config, bootScan);
    return new AuditBench(database, app, clock, app.get(FieldCipher, { strict: false }));
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }

  get<T>(type: Type<T>): T {
    return this.app.get(type, { strict: false });
  }

  sweep(name: string): Promise<number> {
    return runSweep(this.app, name);
  }

  school(): Promise<World> {
    return World.create(this.database.owner, this.cipher);
  }

  async rows<T extends object>(sql: string, params: unknown[] = []): Promise<T[]> {
    return (await this.database.owner.query<T & Record<string, unknown>>(sql, params)).rows;
  }

  async one<T extends object>(sql: string, params: unknown[] = []): Promise<T> {
    const [row] = await this.rows<T>(sql, params);
    if (!row) throw new Error(`no row: ${sql}`);
    return row;
  }

  async operator(): Promise<RequestContext> {
    const name = `运营${serial()}`;
    const { id } = await this.one<{ id: string }>(
      `insert into account (audience, login, name, password_hash) values ('platform', $1, $1, 'none') returning id`,
      [name],
    );
    await this.rows(`insert into account_grant (account_id, role) values ($1, 'operator')`, [id]);
    return {
      ...systemContext(null, 'test'),
      actor: { accountId: id, audience: 'platform', displayName: name, grants: [grant('operator')] },
      scope: { kind: 'platform' },
    };
  }

  async person(name = '周敏', phone = `138${String(10_000_000 + serial())}`): Promise<Person> {
    const accountId = randomUUID();
    await this.rows(
      `insert into account (id, audience, login, name, password_hash, phone_enc, phone_mac, phone_masked, phone_verified_at, email, email_verified_at)
       values ($1, 'employer', $2, $3, 'none', $4, $5, $6, now(), $7, now())`,
      [
        accountId,
        `hr-${serial()}`,
        name,
        this.cipher.seal('account', 'phone_enc', accountId, phone),
        this.cipher.mac('phone', phone),
        `${phone.slice(0, 3)}****${phone.slice(7)}`,
        `hr${serial()}@example.com`,
      ],
    );
    return { accountId, name, phone };
  }

  /** The context of somebody who acts for a unit. */
  as(
    person: Person,
    employerId: string,
    role: 'employer_admin' | 'employer_member' = 'employer_admin',
  ): RequestContext {
    return {
      ...systemContext(null, 'test'),
      actor: {
        accountId: person.accountId,
        audience: 'employer',
        displayName: person.name,
        grants: [grant(role)],
        employerId,
        sessionId: randomUUID(),
        stage: 'full',
      },
      audience: 'employer',
      scope: { kind: 'employer', employerId },
    };
  }

  async unit(
    status = 'verified',
    data: Omit<CertificationData, 'creditCode'> & { creditCode: string | null } = facts(),
  ): Promise<string> {
    const { id } = await this.one<{ id: string }>(
      `insert into employer (name, name_norm, credit_code, nature_code, industry_code, region_code, address, landline, unit_email,
                             recruit_email, postcode, size_code, registered_capital, tags, status, certified_at)
       values ($1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, case when $14 = 'verified' then now() end) returning id`,
      [
        data.name,
        data.creditCode,
        data.natureCode,
        data.industryCode,
        data.regionCode,
        data.address,
        data.landline,
        data.unitEmail,
        data.recruitEmail,
        data.postcode,
        data.sizeCode,
        data.registeredCapital,
        data.tags,
        status,
      ],
    );
    return id;
  }

  async member(
    employerId: string,
    person: Person,
    role: 'employer_admin' | 'employer_member' = 'employer_admin',
    status = 'active',
  ): Promise<void> {
    await this.rows('insert into employer_member (account_id, employer_id, role, status) values ($1, $2, $3, $4)', [
      person.accountId,
      employerId,
      role,
      status,
    ]);
  }

  /** Handed in, waiting for the operator. */
  async applied(
    kind: CertificationKind = 'initial',
    options: { employerId?: string; data?: CertificationData; applicant?: Person; dueAt?: Date } = {},
  ): Promise<Applied> {
    const data = options.data ?? facts();
    const applicant = options.applicant ?? (await this.person());
    const employerId = options.employerId ?? (await this.unit('provisional', { ...data, creditCode: null }));
    if (kind === 'initial') {
      await this.rows(
        `insert into employer_event (employer_id, action, actor_name, actor_kind, at) values ($1, 'unit.register', 'x', 'employer', $2)`,
        [employerId, this.clock.now()],
      );
    }
    const { id } = await this.one<{ id: string }>(
      `insert into employer_certification (employer_id, kind, status, data, applicant_id, created_at, updated_at, submitted_at, sla_due_at)
       values ($1, $2, 'submitted', $3, $4, $5, $5, $5, $6) returning id`,
      [
        employerId,
        kind,
        JSON.stringify(kind === 'takeover' ? {} : data),
        applicant.accountId,
        this.clock.now(),
        options.dueAt ?? new Date('2027-04-15T15:59:59.999Z'),
      ],
    );
    return { id, employerId, applicant, data };
  }

  async asks(employerId: string, school: World, status = 'waiting', dueAt: Date | null = null): Promise<void> {
    await this.rows(
      `insert into employer_school (employer_id, school_id, status, requested_at, sla_due_at, services)
       values ($1, $2, $3, $4, $5, '[{"code":"signing","answers":{"headcount":"20"}}]')`,
      [employerId, school.schoolId, status, this.clock.now(), dueAt],
    );
  }

  async settlement(
    employerId: string,
    school: World,
  ): Promise<{ status: string; version: number; sla_due_at: Date | null }> {
    return this.one(
      'select status, version, sla_due_at from employer_school where employer_id = $1 and school_id = $2',
      [employerId, school.schoolId],
    );
  }

  async events(employerId: string): Promise<string[]> {
    const rows = await this.rows<{ action: string }>(
      'select action from employer_event where employer_id = $1 order by at, id',
      [employerId],
    );
    return rows.map((row) => row.action);
  }

  /** Signs in without a password: the session's row, and the cookie of its token. */
  async signIn({ actor, audience }: RequestContext): Promise<Record<string, string>> {
    const sid = randomUUID();
    await this.rows(
      `insert into session (id, account_id, audience, refresh_hash, created_at, last_seen_at, absolute_until)
       values ($1, $2, $3, '', $4, $4, $4::timestamptz + interval '12 hours')`,
      [sid, actor.accountId, audience, this.clock.now()],
    );
    const own = audience as SignedInAudience;
    return { [accessCookie(own)]: this.get(AccessTokens).issue(own, { sid, sub: actor.accountId ?? '' }) };
  }

  async call(
    method: 'GET' | 'POST',
    url: string,
    cookies: Record<string, string> = {},
    payload?: object,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const answer = await this.app.inject({ method, url, cookies, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, body: answer.body.startsWith('{') ? answer.json() : {} };
  }

  /** An agreement in review. */
  async agreement(school: World, employer: Employer, student: Student): Promise<string> {
    const commands = this.get(AgreementCommands);
    const draft = await commands.createDraft(employer.ctx, school.cohort, { studentId: student.id });
    const body = { version: draft.version, values: goodValues(), confirmed: ALL_BLOCKS };
    const saved = await commands.saveDraft(employer.ctx, draft.id, body, school.cohort);
    const sent = await commands.send(employer.ctx, saved.id, { version: saved.version }, school.cohort);
    return (await commands.accept(student.ctx, sent.id, { version: sent.version, ...ACCEPT })).id;
  }

  async told(accountId: string): Promise<string[]> {
    const rows = await this.rows<{ event: string }>(
      'select event from notification where account_id = $1 order by created_at, id',
      [accountId],
    );
    return rows.map((row) => row.event);
  }
}

const grant = (role: string) => ({ role, collegeIds: null, classIds: null });

/** Facts of a unit unlike any other of this run; everything in them is right. */
export function facts(patch: Partial<CertificationData> = {}): CertificationData {
  const number = serial();
  const body = `MB${String(number).padStart(6, '0')}`;
  const first17 = `91430100${body}${organisationCodeCheck(body)}`;
  return {
    ...EMPTY_CERTIFICATION,
    name: `长沙云帆${number}科技有限公司`,
    creditCode: first17 + creditCodeCheck(first17),
    natureCode: '39',
    industryCode: '34',
    sizeCode: '3',
    registeredCapital: 500,
    regionCode: '430121',
    address: '星沙产业基地蓝思路 18 号',
    landline: '0731-80001200',
    unitEmail: 'office@example.com',
    recruitEmail: 'hr@example.com',
    postcode: '410100',
    ...patch,
  };
}

/** How a refused call ended: its code. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'OK';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
