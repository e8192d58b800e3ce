import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { WholeModule } from '../../../app.module.js';
import { AgreementCommands } from '../../../modules/agreements/commands/commands.service.js';
import { ACCEPT, ALL_BLOCKS, goodValues, SCHOOL } from '../../../modules/agreements/testing/values.js';
import { type Employer, type Student, World } from '../../../modules/agreements/testing/world.js';
import { FakeClock } from '../../clock/index.js';
import type { Audience, RequestContext } from '../../context/index.js';
import { FieldCipher } from '../../crypto/index.js';
import { createHttpApp, openApiDocuments } from '../../http/index.js';
import { Storage } from '../../storage/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../testing/index.js';
import { AccessTokens, accessCookie, bootScan, type SignedInAudience } from '../index.js';
import { colleagueOf, type UnitBelongings, unitBelongings } from './matrix-units.js';
import { registrationBelongings } from './registration-belongings.js';
import { directoryNames, unitImport } from './matrix-directory.js';
import { sourceOf } from './matrix-source.js';
import { peopleOf } from './people-world.js';
import { importsOf, rosterOf } from './matrix-imports.js';
import { sourceListsOf } from './matrix-source-lists.js';
import { type Route, routesOf } from './route-list.js';
import { type RolePerson, rolePeople, type UnfinishedPerson } from './role-people.js';
import type { Known } from './samples.js';
import { SCREEN_COOKIE, screenTicket } from './screen-ticket.js';

/** A signed-in person, by the token of their access cookie. */
export interface Person {
  label: string;
  audience: SignedInAudience;
  token: string;
  sessionId: string;
  /** Names in requests that differ from the victim's: a workspace of one's own. */
  names?: Known;
}

export interface MatrixWorld {
  app: NestFastifyApplication;
  database: TestDatabase;
  routes: Route[];
  /** One person of each audience, to whom the victim's rows belong. */
  rightful: Record<SignedInAudience, Person>;
  /** People of the same audience whose scope does not hold the victim's rows. */
  strangers: Record<SignedInAudience, Person[]>;
  /** Somebody of each role, all of the victim's own school and unit. */
  roles: RolePerson[];
  /** People whose log-in is not complete, of each audience and stage. */
  unfinished: UnfinishedPerson[];
  /** What the requests name, for each audience. */
  known: Record<Audience, Known>;
  /** Texts that no stranger may read anywhere. */
  secrets: string[];
  caseId: string;
  unit: UnitBelongings;
  /** The unit of the rightful company, and somebody else of it. */
  companyId: string;
  colleagueId: string;
  /** Rows of the victim's that a body may name. */
  rowIds: string[];
  close: () => Promise<void>;
}

const POST = '密码学研究员（只给当事人看）';

/** Two schools; one agreement with everything that hangs on it; and everybody who must not come near it. */
export async function matrixWorld(): Promise<MatrixWorld> {
  const database = await createTestDatabase();
  const config = testConfig(database.url);
  const clock = new FakeClock();
  const { app } = await createHttpApp(WholeModule.forRoot(config, clock), config, bootScan);
  const cipher = app.get(FieldCipher, { strict: false });
  const here = await World.create(database.owner, cipher);
  const there = await World.create(database.owner, cipher);
  const session = sessions(app, database, clock);

  const [student, employer] = [await here.student({ name: '司徒静' }), await here.employer()];
  const center = await here.staff('center_admin');
  const college = await here.staff('college_admin', { college: 0 });
  const caseId = await agreement(app, here, employer, student, college);
  const belongings = {
    teacher: await belongingsOf(app, database, here, center, caseId),
    student: await belongingsOf(app, database, here, student.ctx, caseId),
    employer: await belongingsOf(app, database, here, employer.ctx, caseId),
  };
  // The victim's own company works at both schools; this one at the first alone.
  const registration = await registrationBelongings(app, database, here, employer);
  const unit = await unitBelongings(app, database, here, await here.employer());
  const colleagueId = await colleagueOf(database, employer.id, await here.employer({ settled: false }));
  const otherCompany = await here.employer();
  const unsettled = await here.employer({ settled: false });
  await there.settle(unsettled.id);
  await there.settle(employer.id);
  const { employerId } = unit;
  const common = { ...commonNames(here, student, caseId), employerId, employerIds: [employerId], kind: 'licence' };
  const theOperator = await operator(database, center);
  /** Where the rightful are signed in besides, and the code that they are about to scan. */
  const elsewhere = async (ctx: RequestContext): Promise<{ sessionId: string; ticketId: string }> => {
    const { sessionId } = await session('elsewhere', ctx);
    return { sessionId, ticketId: await screenTicket(database, cipher, ctx, clock.now()) };
  };
  const { roles, unfinished } = await rolePeople(database, here, { student, employer, like: center }, session);
  const people = await peopleOf(app, database, here, center, college);
  const source = await sourceOf(app, database, here, student);
  return {
    app,
    database,
    routes: routesOf(openApiDocuments(app)),
    rightful: {
      teacher: await session('the centre', center),
      student: await session('the student', student.ctx),
      employer: await session('the company', employer.ctx),
      platform: await session('an operator', theOperator),
    },
    strangers: {
      teacher: [
        await session('another school', await there.staff('center_admin')),
        await session('another college', await here.staff('college_admin', { college: 1 })),
        await session('a counsellor of another class', await counsellorOfSister(database, here)),
        await session('a teacher without a role', await roleless(database, here)),
      ],
      student: [
        await session('a classmate', (await here.student({ name: '令狐远' })).ctx),
        await session('a student of another school', (await there.student()).ctx),
      ],
      employer: [
        await session('another company', otherCompany.ctx),
        await session('a company of another school', unsettled.ctx),
        {
          ...(await session('a company of another school in its workspace', unsettled.ctx)),
          names: { schoolCode: there.schoolCode },
        },
        {
          ...(await session('the company in its workspace of another school', employer.ctx)),
          names: { schoolCode: there.schoolCode },
        },
      ],
      platform: [],
    },
    roles,
    unfinished,
    known: {
      teacher: {
        ...common,
        ...belongings.teacher,
        ...organisationNames(here),
        ...(await importsOf(app, database, here, center)),
        ...(await rosterOf(app, database, here, center)),
        unitImportId: await unitImport(database.owner, here.schoolId, center.actor.accountId),
        ...people,
        ...source,
        ...(await sourceListsOf(app, database, here, center, student.id)),
        ...(await elsewhere(center)),
        login: 'T10086',
      },
      student: { ...common, ...belongings.student, ...source, ...(await elsewhere(student.ctx)) },
      employer: {
        ...common,
        ...belongings.employer,
        ...(await elsewhere(employer.ctx)),
        ...registration,
        login: 'hr.new',
        target: '13800009999',
        creditCode: '91350100M000100Y43',
      },
      platform: {
        ...common,
        id: belongings.teacher.jobId,
        ...newSchool,
        ...(await elsewhere(theOperator)),
        ...(await directoryNames(database.owner)),
        adminId: center.actor.accountId,
        operatorId: theOperator.actor.accountId,
        login: 'T10087',
        act: 'unlock',
      },
      public: { ...common, no: '2027-10001-3-000001-X', sha256: await fileOf(database, caseId) },
    },
    caseId,
    unit,
    companyId: employer.id,
    colleagueId,
    rowIds: [
      caseId,
      student.id,
      ...Object.values(people),
      ...Object.values(source),
      ...Object.values(belongings).flatMap((one) => Object.values(one).flat()),
    ],
    secrets: [
      caseId,
      POST,
      unit.message,
      registration.ownCertificationId,
      ...Object.values(people),
      ...Object.values(source),
      ...Object.values(belongings).flatMap((ids) => Object.values(ids).flat()),
    ],
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

/** Signs in without a password: the session's row and its token. */
function sessions(app: NestFastifyApplication, { owner }: TestDatabase, clock: FakeClock) {
  const tokens = app.get(AccessTokens, { strict: false });
  return async (label: string, { actor, audience }: RequestContext): Promise<Person> => {
    const sid = randomUUID();
    const now = clock.now();
    await owner.query(
      `insert into session (id, account_id, audience, refresh_hash, created_at, last_seen_at, absolute_until)
       values ($1, $2, $3, '', $4, $4, $4::timestamptz + interval '12 hours')`,
      [sid, actor.accountId, audience, now],
    );
    const own = audience as SignedInAudience;
    return { label, audience: own, sessionId: sid, token: tokens.issue(own, { sid, sub: actor.accountId ?? '' }) };
  };
}

/** As far as the student's signature: every party has something to do with it. */
async function agreement(
  app: NestFastifyApplication,
  world: World,
  employer: Employer,
  student: Student,
  college: RequestContext,
): Promise<string> {
  const commands = app.get(AgreementCommands, { strict: false });
  const values = goodValues();
  const terms = { ...values.terms, post: POST };
  const draft = await commands.createDraft(employer.ctx, world.cohort, { studentId: student.id });
  const saved = await commands.saveDraft(
    employer.ctx,
    draft.id,
    { version: draft.version, values: { ...values, terms }, confirmed: ALL_BLOCKS },
    world.cohort,
  );
  const sent = await commands.send(employer.ctx, saved.id, { version: saved.version }, world.cohort);
  const accepted = await commands.accept(student.ctx, sent.id, { version: sent.version, ...ACCEPT });
  await commands.pass(college, accepted.id, { version: accepted.version, school: SCHOOL });
  return draft.id;
}

interface Belongings {
  jobId: string;
  documentId: string;
  ids: string[];
}

/** A finished job, a printed file and a message of one person. */
async function belongingsOf(
  app: NestFastifyApplication,
  { owner }: TestDatabase,
  world: World,
  { actor, audience }: RequestContext,
  caseId: string,
): Promise<Belongings> {
  const [jobId, documentId, notificationId] = [randomUUID(), randomUUID(), randomUUID()];
  await owner.query(
    `insert into job_run (id, name, queue, payload, school_id, actor_id, audience, status, run_at, created_at)
     values ($1, 'documents.print-bulk', 'pdf', '{}', $2, $3, $4, 'done', now(), now())`,
    [jobId, world.schoolId, actor.accountId, audience],
  );
  const file = await app.get(Storage, { strict: false }).put(Buffer.from(`%PDF-1.7 ${documentId}`));
  await owner.query(
    `insert into document (school_id, id, case_id, kind, template_version, content_key, sha256, size, pages, file_name, created_by, created_at)
     values ($1, $2, $3, 'agreement', 'test', $4, $5, $6, 2, 'a.pdf', $7, now())`,
    [world.schoolId, documentId, caseId, documentId, file.sha256, file.size, actor.accountId],
  );
  await owner.query('insert into document_case (school_id, document_id, case_id, position) values ($1, $2, $3, 1)', [
    world.schoolId,
    documentId,
    caseId,
  ]);
  await owner.query(
    `insert into notification (school_id, id, account_id, case_id, event, title, body, created_at) values ($1, $2, $3, $4, 'x', 'x', 'x', now())`,
    [world.schoolId, notificationId, actor.accountId, caseId],
  );
  return { jobId, documentId, ids: [notificationId] };
}

function commonNames(world: World, student: Student, caseId: string): Known {
  return {
    id: caseId,
    caseIds: [caseId],
    studentId: student.id,
    schoolCode: world.schoolCode,
    cohort: world.cohort,
    slot: 'college',
    key: 'list.columns',
    q: student.name,
    contentHash: 'a'.repeat(64),
    // A version that nobody has seen: whoever may act gets a 409, and nothing changes.
    version: 999,
    // nobody was ever sent this one
    codeId: randomUUID(),
    resetId: randomUUID(),
    noticeVersion: '1',
    target: '13800000021',
  };
}

/** A school that may still be opened. */
const newSchool: Known = {
  code: '90001',
  year: 2028,
  login: 'zx001',
  phone: '13800000021',
  centerPhone: '0731-80001200',
};

/** Units of the victim's school, and a code and a year that are still free in it. */
function organisationNames({ colleges: [college] }: World): Known {
  return {
    collegeId: college.id,
    majorId: college.majorId,
    classId: college.classId,
    code: '900001',
    year: 2028,
    policyVersion: 1,
    baseVersion: 999,
  };
}

async function operator({ owner }: TestDatabase, like: RequestContext): Promise<RequestContext> {
  const accountId = randomUUID();
  await owner.query(
    `insert into account (id, audience, login, name, password_hash) values ($1, 'platform', 'operator', '运营', 'none')`,
    [accountId],
  );
  await owner.query(`insert into account_grant (account_id, role) values ($1, 'operator')`, [accountId]);
  return { ...like, audience: 'platform', actor: { ...like.actor, accountId, audience: 'platform' } };
}

/** Same college, same major, another class. */
async function counsellorOfSister({ owner }: TestDatabase, world: World): Promise<RequestContext> {
  const college = world.colleges[0];
  const classId = randomUUID();
  await owner.query(
    `insert into school_class (school_id, id, college_id, major_id, cohort, name) values ($1, $2, $3, $4, $5, '姐妹班')`,
    [world.schoolId, classId, college.id, college.majorId, world.cohort],
  );
  const ctx = await world.staff('counsellor', { classOf: 0 });
  await owner.query('update account_grant set class_ids = array[$2::uuid] where account_id = $1', [
    ctx.actor.accountId,
    classId,
  ]);
  return ctx;
}

async function roleless({ owner }: TestDatabase, world: World): Promise<RequestContext> {
  const ctx = await world.staff('counsellor', { classOf: 0 });
  await owner.query('delete from account_grant where account_id = $1', [ctx.actor.accountId]);
  return ctx;
}

export function cookieOf(person: Person, under: SignedInAudience = person.audience): Record<string, string> {
  return { [accessCookie(under)]: person.token, ...SCREEN_COOKIE };
}

/** A stranger who holds a file may ask whose it is: the answer must still tell no secrets. */
async function fileOf({ owner }: TestDatabase, caseId: string): Promise<string> {
  const { rows } = await owner.query<{ sha256: string }>('select sha256 from document where case_id = $1 limit 1', [
    caseId,
  ]);
  if (!rows[0]) throw new Error('the victim has no file');
  return rows[0].sha256;
}
