import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { SchoolPolicy, Slot } from '@qiancheng/shared';
import { AuditModule } from '../../../platform/audit/index.js';
import { FakeClock } from '../../../platform/clock/index.js';
import { ConfigModule, type Env } from '../../../platform/config/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { CryptoModule, FieldCipher } from '../../../platform/crypto/index.js';
import { DatabaseModule } from '../../../platform/database/index.js';
import { HttpModule } from '../../../platform/http/index.js';
import { drainJobs, JobsModule, runSweep } from '../../../platform/jobs/index.js';
import { createLogger, NestLogger, ObservabilityModule } from '../../../platform/observability/index.js';
import { StorageModule } from '../../../platform/storage/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../../platform/testing/index.js';
import { MessagingWorkerModule } from '../../messaging/index.js';
import { AgreementsModule, AgreementsWorkerModule } from '../agreements.module.js';
import { AgreementCommands } from '../commands/commands.service.js';
import type { CaseDetail } from '../http/dto/case-detail.dto.js';
import { CaseQueries } from '../queries/case-queries.js';
import { ACCEPT, ALL_BLOCKS, goodValues, handwriting, SCHOOL } from './values.js';
import { type Employer, type Student, testPolicy, World } from './world.js';

/** The agreements of one database, without HTTP: commands, queries, timers, and a clock that stands still. */
export class Bench {
  readonly commands: AgreementCommands;
  readonly cases: CaseQueries;

  private constructor(
    readonly database: TestDatabase,
    readonly app: INestApplicationContext,
    readonly clock: FakeClock,
  ) {
    this.commands = app.get(AgreementCommands, { strict: false });
    this.cases = app.get(CaseQueries, { strict: false });
  }

  static async open(env: Env = {}): Promise<Bench> {
    const database = await createTestDatabase();
    const config = testConfig(database.url, env);
    const clock = new FakeClock();
    @Module({
      imports: [
        ConfigModule.forRoot(config, clock),
        DatabaseModule,
        ObservabilityModule,
        CryptoModule,
        AuditModule,
        HttpModule,
        StorageModule,
        JobsModule.register('inline'),
        AgreementsModule,
        AgreementsWorkerModule,
        MessagingWorkerModule,
      ],
    })
    class TestModule {}
    const app = await NestFactory.createApplicationContext(TestModule, {
      logger: new NestLogger(createLogger(config.logLevel)),
      abortOnError: false,
    });
    return new Bench(database, app, clock);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }

  world(policy: SchoolPolicy = testPolicy()): Promise<World> {
    return World.create(this.database.owner, this.app.get(FieldCipher, { strict: false }), policy);
  }

  drain(): ReturnType<typeof drainJobs> {
    return drainJobs(this.app);
  }

  sweep(name: string): Promise<number> {
    return runSweep(this.app, name);
  }

  async rows<T extends object>(sql: string, params: unknown[] = []): Promise<T[]> {
    return (await this.database.owner.query<T & Record<string, unknown>>(sql, params)).rows;
  }

  async count(sql: string, params: unknown[] = []): Promise<number> {
    const [row] = await this.rows<{ n: number }>(`select count(*)::int as n from ${sql}`, params);
    return row?.n ?? 0;
  }

  // ------------------------------------------------------------- steps of the usual way

  async draft(employer: Employer, student: Student): Promise<CaseDetail> {
    const draft = await this.commands.createDraft(employer.ctx, 2027, { studentId: student.id });
    return this.commands.saveDraft(
      employer.ctx,
      draft.id,
      { version: draft.version, values: goodValues(), confirmed: ALL_BLOCKS },
      2027,
    );
  }

  async invited(employer: Employer, student: Student): Promise<CaseDetail> {
    const draft = await this.draft(employer, student);
    return this.commands.send(employer.ctx, draft.id, { version: draft.version }, 2027);
  }

  async accepted(employer: Employer, student: Student): Promise<CaseDetail> {
    const sent = await this.invited(employer, student);
    return this.commands.accept(student.ctx, sent.id, { version: sent.version, ...ACCEPT });
  }

  pass(reviewer: RequestContext, detail: { id: string; version: number }): Promise<CaseDetail> {
    return this.commands.pass(reviewer, detail.id, { version: detail.version, school: SCHOOL });
  }

  async signing(employer: Employer, student: Student, reviewers: readonly RequestContext[]): Promise<CaseDetail> {
    let detail = await this.accepted(employer, student);
    for (const reviewer of reviewers) detail = await this.pass(reviewer, detail);
    return detail;
  }

  sign(student: Student, detail: { id: string; version: number; contentHash: string | null }): Promise<CaseDetail> {
    return this.commands.sign(student.ctx, detail.id, {
      version: detail.version,
      contentHash: detail.contentHash ?? '',
      consentVersion: ACCEPT.consentVersion,
      method: 'handwriting',
      strokes: handwriting(),
    });
  }

  mark(staff: RequestContext, detail: { id: string; version: number }, slot: Slot): Promise<CaseDetail> {
    return this.commands.markSlot(staff, detail.id, slot, {
      version: detail.version,
      checks: ['number', 'student_signature', 'employer_seal', 'college_seal'],
      date: '2027-04-12',
      copies: 3,
      note: null,
    });
  }
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
