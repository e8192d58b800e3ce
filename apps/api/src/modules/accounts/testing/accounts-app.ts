import { Controller, Get, Module, Param } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessModule, Allow, bootScan } from '../../../platform/access/index.js';
import { AuditModule } from '../../../platform/audit/index.js';
import { FakeClock } from '../../../platform/clock/index.js';
import { type AppConfig, ConfigModule, type Env } from '../../../platform/config/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { CryptoModule, FieldCipher } from '../../../platform/crypto/index.js';
import { DatabaseModule } from '../../../platform/database/index.js';
import { createHttpApp, HttpModule } from '../../../platform/http/index.js';
import { JobsModule } from '../../../platform/jobs/index.js';
import { ObservabilityModule } from '../../../platform/observability/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../../platform/testing/index.js';
import { AccountsModule, PasswordHasher } from '../index.js';
import { Browser } from './browser.js';
import { type Challenge, solve } from './proof.js';

export const PASSWORD = 'Qiancheng-2027';
const SCHOOL = '10001';
/** Text messages and mail are connected, to somewhere that is never called: the rows are what is looked at. */
const SETTINGS: Env = {
  // operators without a second factor; the schools do without it too
  DEMO: 'true',
  MAIL_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: '签程 <no-reply@example.edu.cn>',
  SMS_ACCESS_KEY_ID: 'test',
  SMS_ACCESS_KEY_SECRET: 'test',
  SMS_SIGN_NAME: '签程',
  SMS_TEMPLATES: 'verification_code:SMS_1,password_reset_done:SMS_2',
  CAPTCHA_DIFFICULTY: '1000',
};

/** Routes of each kind, answering the context that the guard has built. */
@Controller()
class EchoController {
  @Get('teacher/echo/seals')
  @Allow('case.mark_seal')
  seals(@Ctx() ctx: RequestContext): RequestContext {
    return ctx;
  }

  @Get('teacher/echo/cases')
  @Allow('case.list')
  cases(@Ctx() ctx: RequestContext): RequestContext {
    return ctx;
  }

  @Get('teacher/echo/poll')
  @Allow('any', { passive: true })
  poll(@Ctx() ctx: RequestContext): RequestContext {
    return ctx;
  }

  @Get('employer/schools/:schoolCode/cohorts/:cohort/echo')
  @Allow('case.list')
  workspace(@Ctx() ctx: RequestContext, @Param('cohort') _cohort: string): RequestContext {
    return ctx;
  }
}

export interface Message {
  channel: string;
  to: string;
  template: string;
  params: Record<string, unknown>;
}

export interface AccountsApp {
  app: NestFastifyApplication;
  clock: FakeClock;
  database: TestDatabase;
  people: People;
  /** One that has been at the first school before. */
  browser: () => Browser;
  /** Messages so far, newest first, in clear. */
  messages: () => Promise<Message[]>;
  /** The code in the newest message. */
  newestCode: () => Promise<string>;
  /** A proof of work, done. */
  captcha: () => Promise<string>;
  close: () => Promise<void>;
}

/** The accounts module behind the real HTTP layer, on a database of its own. */
export async function accountsApp(overrides: Env = {}): Promise<AccountsApp> {
  const database = await createTestDatabase();
  const clock = new FakeClock();
  const config = testConfig(database.url, { ...SETTINGS, ...overrides });
  const { app } = await createHttpApp(rootModule(config, clock), config, bootScan);
  return {
    app,
    clock,
    database,
    people: await arrange(database, clock.now()),
    browser: () => new Browser(app, SCHOOL),
    messages: () => messagesOf(database, app.get(FieldCipher, { strict: false })),
    newestCode: async () => {
      const [newest] = await messagesOf(database, app.get(FieldCipher, { strict: false }));
      return String(newest?.params['code']);
    },
    captcha: async () => solve((await new Browser(app).get('public/captcha')).body as unknown as Challenge),
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

async function messagesOf({ owner }: TestDatabase, cipher: FieldCipher): Promise<Message[]> {
  const { rows } = await owner.query<{
    id: string;
    channel: string;
    template: string;
    to_enc: Buffer;
    body_enc: Buffer;
  }>('select id, channel, template, to_enc, body_enc from delivery order by created_at desc, ctid desc');
  return rows.map(({ id, channel, template, to_enc, body_enc }) => ({
    channel,
    template,
    to: cipher.open('delivery', 'to_enc', id, to_enc),
    params: (JSON.parse(cipher.open('delivery', 'body_enc', id, body_enc)) as { params: Record<string, unknown> })
      .params,
  }));
}

function rootModule(config: AppConfig, clock: FakeClock): new () => object {
  class RootModule {}
  Module({
    imports: [
      ConfigModule.forRoot(config, clock),
      DatabaseModule,
      ObservabilityModule,
      CryptoModule,
      AuditModule,
      HttpModule,
      JobsModule.register('inline'),
      AccessModule,
      AccountsModule,
    ],
    controllers: [EchoController],
  })(RootModule);
  return RootModule;
}

export interface People {
  collegeId: string;
  classId: string;
  studentId: string;
  employerId: string;
  account: (login: string) => Promise<string>;
}

/** Two schools; `center`, `counsellor`, student `2023001` (in both schools), `hr`, `operator`. */
async function arrange({ owner }: TestDatabase, now: Date): Promise<People> {
  const passwordHash = await new PasswordHasher().hash(PASSWORD);
  const one = async (sql: string, values: unknown[] = []): Promise<string> => {
    const { rows } = await owner.query<{ id: string }>(sql, values);
    return rows[0]?.id ?? '';
  };
  const account = (audience: string, schoolId: number | null, login: string): Promise<string> =>
    one(
      `insert into account (audience, school_id, login, name, password_hash, password_at)
       values ($1, $2, $3, $3, $4, $5) returning id`,
      [audience, schoolId, login, passwordHash, now],
    );
  await owner.query(
    `insert into school (code, name, short_name) values ('10001', '云麓大学', '云麓'), ('10002', '海岳学院', '海岳'), ('10003', '江月学院', '江月')`,
  );
  await owner.query(
    `insert into school_policy (school_id, version, policy, effective_from)
     select id, 1, '{"security":{"second_factor_staff":false}}', '2020-01-01' from school`,
  );
  await owner.query('insert into cohort (school_id, year) select id, 2027 from school');
  const collegeId = await one(`insert into college (school_id, code, name) values (1, '01', '文学院') returning id`);
  const majorId = await one(
    `insert into major (school_id, college_id, code, name, level_code, length_years) values (1, $1, '050101', '汉语言文学', '31', 4) returning id`,
    [collegeId],
  );
  const classId = await one(
    `insert into school_class (school_id, college_id, major_id, cohort, name) values (1, $1, $2, 2027, '中文 2301') returning id`,
    [collegeId, majorId],
  );
  const grant = (
    accountId: string,
    schoolId: number | null,
    role: string,
    classIds: string[] | null,
  ): Promise<string> =>
    one('insert into account_grant (account_id, school_id, role, class_ids) values ($1, $2, $3, $4) returning id', [
      accountId,
      schoolId,
      role,
      classIds,
    ]);
  await grant(await account('teacher', 1, 'center'), 1, 'center_admin', null);
  await grant(await account('teacher', 1, 'counsellor'), 1, 'counsellor', [classId]);
  await grant(await account('platform', null, 'operator'), null, 'operator', null);
  const studentId = await one(
    `insert into student (school_id, student_no, name, cohort, college_id, major_id, class_id, level_code, gender_code, length_years, graduation_month, account_id)
     values (1, '2023001', '欧阳静', 2027, $1, $2, $3, '31', '2', 4, '202706', $4) returning id`,
    [collegeId, majorId, classId, await account('student', 1, '2023001')],
  );
  await account('student', 2, '2023001');
  const employerId = await one(
    `insert into employer (credit_code, name, name_norm, nature_code, industry_code, region_code)
     values ('91430100MA4L1XXX0X', '长沙某公司', '长沙某公司', '31', 'I', '430100') returning id`,
  );
  await owner.query(`insert into employer_member (account_id, employer_id, role) values ($1, $2, 'employer_admin')`, [
    await account('employer', null, 'hr'),
    employerId,
  ]);
  await owner.query(
    `insert into employer_school (employer_id, school_id, status) values ($1, 1, 'approved'), ($1, 2, 'pending')`,
    [employerId],
  );
  return {
    collegeId,
    classId,
    studentId,
    employerId,
    account: (login) => one('select id from account where login = $1 order by school_id limit 1', [login]),
  };
}
