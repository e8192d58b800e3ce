import { createHash, randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PRIVACY_NOTICE } from '@qiancheng/shared';
import { WholeModule } from '../../../app.module.js';
import { bootScan } from '../../../platform/access/index.js';
import { FakeClock } from '../../../platform/clock/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { createHttpApp } from '../../../platform/http/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../../platform/testing/index.js';
import { PasswordHasher } from '../../accounts/index.js';
import type { DraftAnswer } from '../wizard/http/wizard.dto.js';

/** A valid code that no unit of these tests has. */
export const CODE = '91350100M000100Y43';
export const OTHER_CODE = '91110108551385082Q';
export const NAME = '湘江精密制造股份有限公司';
export const PASSWORD = 'Xiangjiang-2027';

export const DATA = {
  name: NAME,
  creditCode: CODE,
  natureCode: '39',
  industryCode: '22',
  sizeCode: '5',
  registeredCapital: 12_000,
  tags: ['listed'],
  regionCode: '430121',
  address: '星沙产业基地蓝思路 18 号',
  landline: '0731-80004318',
  unitEmail: 'office@example.com',
  recruitEmail: 'hr@example.com',
  postcode: '410100',
  mergedLicence: true,
};
export const SCHOOLS = [{ schoolCode: '10001', services: [{ code: 'signing', answers: { headcount: '12' } }] }];

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const OUTBOX = {
  MAIL_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: '签程 <no-reply@example.edu.cn>',
  SMS_ACCESS_KEY_ID: 'test',
  SMS_ACCESS_KEY_SECRET: 'test',
  SMS_SIGN_NAME: '签程',
  SMS_TEMPLATES: 'verification_code:SMS_1,notice:SMS_2,member_invited:SMS_3',
  CAPTCHA_DIFFICULTY: '1000',
};

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface Problem {
  code: string;
  detail: string;
  standing: string;
  currentVersion: number;
  errors: { field: string; message: string }[];
}

/** An answer of the type that is expected, or a problem: tests look at the members that they mean. */
export interface Answer<T> {
  status: number;
  body: T & Problem;
  headers: Record<string, unknown>;
  bytes: Buffer;
}

export interface RegistrationApp {
  app: NestFastifyApplication;
  clock: FakeClock;
  database: TestDatabase;
  hr: () => Hr;
  /** A unit of the directory, with as many administrators as are named. */
  unit: (values: { creditCode: string; status: string; name?: string }, ...admins: string[]) => Promise<string>;
  /** Nobody has registered; the budgets, which are by the hour, are whole again. */
  reset: () => Promise<void>;
  close: () => Promise<void>;
}

/** The whole application on a database of its own: two schools that are open, one operator. */
export async function registrationApp(): Promise<RegistrationApp> {
  const database = await createTestDatabase();
  const clock = new FakeClock();
  const config = testConfig(database.url, OUTBOX);
  const { app } = await createHttpApp(WholeModule.forRoot(config, clock), config, bootScan);
  const passwordHash = await new PasswordHasher().hash(PASSWORD);
  await arrange(database);
  await openOperator(database);
  return {
    app,
    clock,
    database,
    hr: () => new Hr(app, database),
    unit: async ({ creditCode, status, name = NAME }, ...admins) => {
      const employerId = randomUUID();
      await database.owner.query(
        `insert into employer (id, credit_code, name, name_norm, nature_code, industry_code, region_code, size_code, address,
           landline, unit_email, recruit_email, postcode, status)
         values ($1, $2, $3, $3, '39', '22', '430121', '4', '星沙大道 1 号', '0731-80000000', 'a@example.com', 'b@example.com', '410100', $4)`,
        [employerId, creditCode, name, status],
      );
      for (const login of admins) await member(database, employerId, login, passwordHash);
      return employerId;
    },
    reset: async () => {
      await database.owner.query('truncate account, employer, uploaded_file, delivery cascade');
      await openOperator(database);
      clock.advance(2 * 3_600_000);
    },
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

async function arrange({ owner }: TestDatabase): Promise<void> {
  await owner.query(
    `insert into school (code, name, short_name) values ('10001', '云麓大学', '云麓'), ('10002', '海岳学院', '海岳'), ('10003', '江月学院', '江月')`,
  );
  await owner.query(`insert into cohort (school_id, year, is_open) select id, 2027, code <> '10003' from school`);
}

async function openOperator({ owner }: TestDatabase): Promise<void> {
  const operator = randomUUID();
  await owner.query(
    `insert into account (id, audience, login, name, password_hash) values ($1, 'platform', 'operator', '运营', 'none')`,
    [operator],
  );
  await owner.query(`insert into account_grant (account_id, role) values ($1, 'operator')`, [operator]);
}

async function member({ owner }: TestDatabase, employerId: string, login: string, hash: string): Promise<void> {
  const accountId = randomUUID();
  await owner.query(
    `insert into account (id, audience, login, name, password_hash) values ($1, 'employer', $2, $2, $3)`,
    [accountId, login, hash],
  );
  await owner.query(`insert into employer_member (account_id, employer_id, role) values ($1, $2, 'employer_admin')`, [
    accountId,
    employerId,
  ]);
}

/** Somebody of a unit at a browser, with the cookies that it keeps. */
export class Hr {
  readonly jar = new Map<string, string>();
  address = '10.0.0.1';

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly database: TestDatabase,
  ) {}

  get<T = object>(path: string): Promise<Answer<T>> {
    return this.call<T>('GET', path);
  }

  post<T = object>(path: string, payload: object = {}): Promise<Answer<T>> {
    return this.call<T>('POST', path, payload);
  }

  put<T = object>(path: string, payload: object): Promise<Answer<T>> {
    return this.call<T>('PUT', path, payload);
  }

  remove<T = object>(path: string): Promise<Answer<T>> {
    return this.call<T>('DELETE', path);
  }

  upload<T = object>(path: string, bytes: Buffer = PICTURE, name = '执照副本.png'): Promise<Answer<T>> {
    return this.send<T>('POST', path, bytes, {
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(name),
    });
  }

  /** The same browser's other tab, or a thief with its cookies. */
  copy(): Hr {
    const other = new Hr(this.app, this.database);
    for (const [name, value] of this.jar) other.jar.set(name, value);
    return other;
  }

  /** What ends with the browser is gone; what it keeps is there. */
  closeBrowser(): void {
    for (const name of this.jar.keys()) if (name !== 'qc_registration') this.jar.delete(name);
  }

  async login(account: string): Promise<this> {
    const { status } = await this.post('session', { account, password: PASSWORD });
    if (status !== 200) throw new Error(`${account} is not let in: ${status}`);
    return this;
  }

  async captcha(): Promise<string> {
    const { body } = await this.send<Challenge>('GET', '../public/captcha', undefined, {});
    return solve(body);
  }

  async lookUp<T = object>(creditCode = CODE): Promise<Answer<T>> {
    return this.post<T>('registration/look-up', { creditCode, captcha: await this.captcha() });
  }

  async begin(path = 'register', creditCode = CODE, name = NAME): Promise<Answer<DraftAnswer>> {
    return this.post<DraftAnswer>('registration/visit', { name, creditCode, path, captcha: await this.captcha() });
  }

  /** Proves a phone or mail by the code that was sent there. */
  async prove(channel: 'sms' | 'mail', target: string): Promise<void> {
    const { body } = await this.post<{ codeId: string }>('registration/visit/codes', { channel, target });
    const code = await this.newestCode();
    await this.post('registration/visit/codes/check', { channel, codeId: body.codeId, code });
  }

  /** Everything of the second step. */
  async openAccount(login: string): Promise<Answer<object>> {
    await this.prove('sms', phoneOf(login));
    await this.prove('mail', `${login}@example.com`);
    const { body } = await this.get<DraftAnswer>('registration/visit');
    return this.post('registration/visit/account', {
      version: body.draft?.version,
      login,
      person: '周敏',
      password: PASSWORD,
      noticeVersion: PRIVACY_NOTICE.version,
    });
  }

  /** Everything of the third and fourth step. */
  async fillIn(data: object = DATA): Promise<number> {
    const { body } = await this.get<DraftAnswer>('registration/draft');
    const saved = await this.put<DraftAnswer>('registration/draft', {
      version: body.draft?.version,
      data,
      schools: SCHOOLS,
      message: '',
    });
    for (const kind of ['licence', 'authorisation']) await this.upload(`registration/draft/files/${kind}`);
    return saved.body.draft?.version ?? 0;
  }

  /** From the first step to the last. */
  async register<T = object>(login: string, creditCode = CODE): Promise<Answer<T>> {
    await this.begin('register', creditCode);
    await this.openAccount(login);
    return this.post<T>('registration/draft/submit', { version: await this.fillIn({ ...DATA, creditCode }) });
  }

  /** Of the newest message, whether it is six digits or an invitation. */
  async newestCode(): Promise<string> {
    const { rows } = await this.database.owner.query<{ id: string; body_enc: Buffer }>(
      'select id, body_enc from delivery order by created_at desc, ctid desc limit 1',
    );
    const [row] = rows;
    if (!row) throw new Error('no message was sent');
    const cipher = this.app.get(FieldCipher, { strict: false });
    const body = JSON.parse(cipher.open('delivery', 'body_enc', row.id, row.body_enc)) as { params: { code: string } };
    return body.params.code;
  }

  private call<T>(method: Method, path: string, payload?: object): Promise<Answer<T>> {
    return this.send<T>(method, path, payload, {});
  }

  private async send<T>(
    method: Method,
    path: string,
    payload: object | Buffer | undefined,
    headers: Record<string, string>,
  ): Promise<Answer<T>> {
    const { pathname, search } = new URL(path, 'http://test/api/v1/employer/');
    const response = await this.app.inject({
      method,
      url: pathname + search,
      headers: { 'user-agent': 'test', ...headers },
      cookies: Object.fromEntries(this.jar),
      remoteAddress: this.address,
      ...(payload === undefined ? {} : { payload }),
    });
    for (const { name, value } of response.cookies) {
      if (value === '') this.jar.delete(name);
      else this.jar.set(name, value);
    }
    const json = String(response.headers['content-type'] ?? '').includes('json');
    return {
      status: response.statusCode,
      body: (json ? response.json() : {}) as T & Problem,
      headers: response.headers,
      bytes: response.rawPayload,
    };
  }
}

interface Challenge {
  challenge: string;
  salt: string;
  signature: string;
  algorithm: string;
  maxnumber: number;
}

function solve({ challenge, salt, signature, algorithm, maxnumber }: Challenge): string {
  for (let number = 0; number <= maxnumber; number++) {
    const digest = createHash('sha256').update(`${salt}${number}`).digest('hex');
    if (digest === challenge)
      return Buffer.from(JSON.stringify({ algorithm, challenge, number, salt, signature })).toString('base64');
  }
  throw new Error('the captcha has no solution');
}

/** One number for each login, of a range that nobody has. */
function phoneOf(login: string): string {
  const digits = createHash('sha256').update(login).digest().readUInt32BE(0) % 10_000_000;
  return `1380${String(digits).padStart(7, '0')}`;
}
