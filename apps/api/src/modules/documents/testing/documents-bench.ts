import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { makeAgreementNo, printGate, type SigningState } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import { FakeClock } from '../../../platform/clock/index.js';
import { ConfigModule } from '../../../platform/config/index.js';
import { type RequestContext, systemContext } from '../../../platform/context/index.js';
import { CryptoModule } from '../../../platform/crypto/index.js';
import { DatabaseModule, type Tx } from '../../../platform/database/index.js';
import { AppError, HttpModule } from '../../../platform/http/index.js';
import { drainJobs, JobsModule, runSweep } from '../../../platform/jobs/index.js';
import { createLogger, NestLogger, ObservabilityModule } from '../../../platform/observability/index.js';
import { locateChromium } from '../../../platform/pdf/index.js';
import { TEST_BROWSER_HOME } from '../../../platform/pdf/testing/chromium.js';
import { StorageModule } from '../../../platform/storage/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../../platform/testing/index.js';
import { DocumentsModule, DocumentsWorkerModule } from '../documents.module.js';
import { type PrintContent, type PrintRequest, PrintSource, PrintSources, type VerifyFacts } from '../print-source.js';
import { sampleContent } from './sample.js';

@Global()
@Module({ providers: [AuditService], exports: [AuditService] })
class AuditOnly {}

export type FakeCase = PrintContent & {
  agreementNo: string;
  employerId: string;
  studentId: string;
  stateSince: Date;
};

/** Agreements of a test, in memory; what belongs to another employer or student is out of reach. */
export class FakeSource extends PrintSource {
  readonly cases = new Map<string, FakeCase>();
  readonly prints: PrintRequest[] = [];
  readonly revisions: VerifyFacts['revisions'] = [];

  private reach(ctx: RequestContext, ids: readonly string[]) {
    return [...this.cases.values()].filter(
      (each) =>
        ids.includes(each.id) &&
        each.schoolId === ctx.schoolId &&
        (ctx.scope.kind !== 'employer' || each.employerId === ctx.scope.employerId) &&
        (ctx.scope.kind !== 'student' || each.studentId === ctx.scope.studentId),
    );
  }

  facts(_tx: Tx, ctx: RequestContext, ids: readonly string[]) {
    return Promise.resolve(this.reach(ctx, ids));
  }

  contents(ctx: RequestContext, ids: readonly string[]) {
    return Promise.resolve(this.reach(ctx, ids));
  }

  recordPrint(_tx: Tx, ctx: RequestContext, ids: readonly string[], print: PrintRequest) {
    for (const each of this.reach(ctx, ids)) {
      const gate = printGate(each.policy, each);
      if (!gate.open) throw new AppError(gate.code, { detail: gate.reason });
    }
    this.prints.push(print);
    return Promise.resolve();
  }

  verify(_tx: Tx, ctx: RequestContext, agreementNo: string): Promise<VerifyFacts | null> {
    const found = [...this.cases.values()].find(
      (each) => each.agreementNo === agreementNo && each.schoolId === ctx.schoolId,
    );
    if (!found) return Promise.resolve(null);
    return Promise.resolve({
      caseId: found.id,
      state: found.state,
      stateLabel: '状态',
      stateSince: found.stateSince,
      agreementNo,
      currentRevision: found.revision,
      revisions: this.revisions,
      studentName: found.studentName,
      employerName: found.values.employer.name ?? '',
      signedAt: null,
    });
  }
}

/** The documents of one database, without HTTP, with a real browser behind them. */
export class DocumentsBench {
  readonly source = new FakeSource();
  schoolId = 0;
  readonly schoolCode = '10001';

  private constructor(
    readonly database: TestDatabase,
    readonly app: INestApplicationContext,
    readonly clock: FakeClock,
  ) {}

  static async open(): Promise<DocumentsBench> {
    mkdirSync(TEST_BROWSER_HOME, { recursive: true });
    const { executablePath } = await locateChromium({ dataDir: TEST_BROWSER_HOME });
    const database = await createTestDatabase();
    const config = testConfig(database.url, { CHROMIUM_PATH: executablePath });
    const clock = new FakeClock();
    @Module({
      imports: [
        ConfigModule.forRoot(config, clock),
        DatabaseModule,
        ObservabilityModule,
        CryptoModule,
        AuditOnly,
        HttpModule,
        StorageModule,
        JobsModule.register('inline'),
        DocumentsModule,
        DocumentsWorkerModule,
      ],
    })
    class TestModule {}
    const app = await NestFactory.createApplicationContext(TestModule, {
      logger: new NestLogger(createLogger(config.logLevel)),
      abortOnError: false,
    });
    const bench = new DocumentsBench(database, app, clock);
    app.get(PrintSources, { strict: false }).use(bench.source);
    await bench.school();
    return bench;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }

  drain() {
    return drainJobs(this.app);
  }

  sweep(): Promise<number> {
    return runSweep(this.app, 'documents.missing-files');
  }

  async rows<T extends object>(sql: string, params: unknown[] = []): Promise<T[]> {
    return (await this.database.owner.query<T & Record<string, unknown>>(sql, params)).rows;
  }

  /** Somebody of the employment centre. */
  staff(): RequestContext {
    const ctx = systemContext(this.schoolId, 'test');
    const actor = { accountId: this.accountId, audience: 'teacher' as const, displayName: '赵启明', grants: [] };
    return { ...ctx, actor, audience: 'teacher', schoolCode: this.schoolCode, scope: { kind: 'school' } };
  }

  employer(employerId: string): RequestContext {
    return {
      ...this.staff(),
      audience: 'employer',
      actor: { ...this.staff().actor, audience: 'employer', employerId },
      scope: { kind: 'employer', employerId },
    };
  }

  private accountId = '';
  private student = { collegeId: '', majorId: '', classId: '' };
  private made = 0;

  private async school(): Promise<void> {
    const one = async (sql: string, params: unknown[]): Promise<string> =>
      ((await this.database.owner.query(`${sql} returning id`, params)).rows[0] as { id: string }).id;
    this.schoolId = Number(
      await one('insert into school (code, name, short_name) values ($1, $2, $2)', [this.schoolCode, '云麓大学']),
    );
    await this.database.owner.query('insert into cohort (school_id, year) values ($1, 2027)', [this.schoolId]);
    this.accountId = await one(
      `insert into account (audience, school_id, login, name, password_hash) values ('teacher', $1, 'center', '赵启明', '!')`,
      [this.schoolId],
    );
    const collegeId = await one(`insert into college (school_id, code, name) values ($1, '01', '机械学院')`, [
      this.schoolId,
    ]);
    const majorId = await one(
      `insert into major (school_id, college_id, code, name, level_code, length_years) values ($1, $2, '080202', '机械', '31', 4)`,
      [this.schoolId, collegeId],
    );
    const classId = await one(
      `insert into school_class (school_id, college_id, major_id, cohort, name) values ($1, $2, $3, 2027, '机制2303班')`,
      [this.schoolId, collegeId, majorId],
    );
    this.student = { collegeId, majorId, classId };
  }

  /** A case in the database, for the keys that point at it, and in the source, for what it says. */
  async agreement(state: SigningState = 'SIGNING', patch: Partial<PrintContent> = {}): Promise<FakeCase> {
    this.made += 1;
    const id = randomUUID();
    const [studentId, employerId] = [randomUUID(), randomUUID()];
    const { collegeId, majorId, classId } = this.student;
    const agreementNo = makeAgreementNo({
      cohort: 2027,
      schoolCode: this.schoolCode,
      levelDigit: 3,
      seq: this.made * 7,
    });
    if (agreementNo === null) return this.agreement(state, patch);
    await this.rows(
      `insert into student (school_id, id, student_no, name, cohort, college_id, major_id, class_id, level_code, gender_code, length_years, graduation_month)
       values ($1, $2, $3, '欧阳䶮', 2027, $4, $5, $6, '31', '2', 4, '202706')`,
      [this.schoolId, studentId, `2023${this.made}`, collegeId, majorId, classId],
    );
    await this.rows(
      `insert into employer (id, credit_code, name, name_norm, nature_code, industry_code, region_code)
       values ($1, $2, '湘江精密', '湘江精密', '31', '22', '430121')`,
      [employerId, `TEST${this.made}`],
    );
    const stateSince = this.clock.now();
    await this.rows(
      `insert into signing_case (school_id, id, student_id, cohort, college_id, class_id, employer_id, flow, state, policy_version,
                                 agreement_no, created_at, state_since, updated_at)
       values ($1, $2, $3, 2027, $4, $5, $6, 'employer_invite', $7, 1, $8, $9, $9, $9)`,
      [this.schoolId, id, studentId, collegeId, classId, employerId, state, agreementNo, stateSince],
    );
    const content = sampleContent({ id, schoolId: this.schoolId, state, agreementNo, ...patch });
    const stored: FakeCase = { ...content, agreementNo, employerId, studentId, stateSince };
    this.source.cases.set(id, stored);
    return stored;
  }
}
