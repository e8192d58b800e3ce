import type { SignedInAudience } from './index.js';
import { cookieOf, matrixWorld, type MatrixWorld, type Person } from './testing/matrix-world.js';
import { namesFor } from './testing/names-for.js';
import type { Route } from './testing/route-list.js';
import { type Known, sampleRequest } from './testing/samples.js';

/** Addresses of one row. Lists and searches name none, and answer what their reader may see. */
const ROW_IN_PATH = /\{(id|slot|collegeId|majorId|classId|importId|sessionId|ticketId|viewId|exportId)\}/;
/** Bodies that may name the victim's rows all the same: nothing of the victim's may come of it, which the fingerprint shows. */
const HARMLESS: Record<string, (stranger: Person) => boolean> = {
  // touches messages of one's own only
  markRead: () => true,
  // a list that is asked for by a body: it answers with those of the stranger's own
  getSourceQueue: () => true,
  // answers those of one's own reach
  searchSources: () => true,
  // a view keeps conditions and shows no row
  createSourceView: () => true,
  // a settled unit may invite any student of the school
  createDraft: (stranger) => stranger.label === 'another company',
};

/** What every college of the school may look at, as far as it may look at all. */
const SCHOOL_WIDE = /\/teacher\/settlements\//;

/** The route let the person in, and asks for a proof that the matrix does not have, or a channel that is not connected. */
const ASKED = ['WRONG_PASSWORD', 'CODE_WRONG', 'CODE_EXPIRED', 'CHANNEL_UNAVAILABLE'];

/** Of the demo, which this installation is not. */
const DEMO_ONLY = ['listOutbox', 'getMadeUpWechat', 'answerMadeUpWechat'];

/** Jobs that strangers may start in their own school: they name nothing that is there already. */
const OWN_JOBS = [
  'directory.check-import',
  'people.check-staff-import',
  'schools.check-org-import',
  'source-info.check-import',
];

interface Answer {
  status: number;
  text: string;
  code: unknown;
}

describe.each(['with row-level security', 'without row-level security'])('every route, %s', (wall) => {
  let world: MatrixWorld;

  beforeAll(async () => {
    world = await matrixWorld();
    if (wall.startsWith('without')) await dropSecondWall(world);
  });
  afterAll(() => world.close());

  async function call(route: Route, cookies: Record<string, string>, names: Known = {}): Promise<Answer> {
    // five wrong passwords end a session: each route is asked with all tries left
    await world.database.owner.query('update session set reauth_failures = 0 where reauth_failures > 0');
    const { url, headers, body } = sampleRequest(route, { ...namesFor(world, route), ...names });
    const response = await world.app.inject({
      method: route.method as 'GET',
      url,
      headers,
      cookies,
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const text = response.body;
    return {
      status: response.statusCode,
      text,
      code: text.startsWith('{') ? (JSON.parse(text) as { code?: unknown }).code : null,
    };
  }

  const guarded = (): Route[] => world.routes.filter((route) => route.permission !== 'public');
  const name = (route: Route): string => `${route.method} ${route.path}`;
  const state = (): Promise<unknown> => fingerprint(world);

  it('carries a rule, and there are enough of them to mean something', () => {
    expect(world.routes.filter((route) => route.permission === '').map(name)).toEqual([]);
    expect(guarded().length).toBeGreaterThan(40);
  });

  it('is closed to the anonymous and to every other audience, under their own cookie and under ours', async () => {
    const before = await state();
    const open: string[] = [];
    for (const route of guarded()) {
      const audience = route.audience as SignedInAudience;
      const others = Object.values(world.rightful).filter((person) => person.audience !== audience);
      const jars = [{}, ...others.flatMap((person) => [cookieOf(person), cookieOf(person, audience)])];
      for (const jar of jars) {
        const { status } = await call(route, jar);
        if (status !== 401) open.push(`${name(route)} as ${Object.keys(jar)[0] ?? 'anonymous'}: ${status}`);
      }
    }
    expect(open).toEqual([]);
    expect(await state()).toEqual(before);
  });

  it('keeps rows from strangers of the same audience, tells them nothing, and changes nothing for them', async () => {
    const before = await state();
    const faults: string[] = [];
    for (const route of guarded()) {
      for (const stranger of strangersTo(world, route)) {
        const answer = await call(route, cookieOf(stranger), stranger.names);
        const fault = strangerFault(world, route, stranger, answer);
        if (fault)
          faults.push(`${name(route)} as ${stranger.label}: ${answer.status} ${fault} ${answer.text.slice(0, 200)}`);
      }
    }
    expect(faults).toEqual([]);
    expect(await state()).toEqual(before);
  });

  it('lets the rightful person as far as the row, so that the refusals above mean something', async () => {
    const faults: string[] = [];
    for (const route of guarded()) {
      const answer = await call(route, cookieOf(world.rightful[route.audience as SignedInAudience]));
      const asked = ASKED.includes(String(answer.code));
      if (answer.status >= 500 || (!asked && [401, 403, 404, 422].includes(answer.status))) {
        faults.push(`${name(route)}: ${answer.status} ${answer.text.slice(0, 300)}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('that is public answers strangers without the secrets of an agreement', async () => {
    for (const route of world.routes.filter((each) => each.audience === 'public')) {
      const answer = await call(route, {});
      const status = DEMO_ONLY.includes(route.operationId) ? 404 : 200;
      expect([name(route), answer.status]).toEqual([name(route), status]);
      expect(leaks(world, answer.text)).toEqual([]);
    }
  });
});

/** Whoever is a stranger only in another workspace is none where no workspace is named. */
function strangersTo(world: MatrixWorld, route: Route): Person[] {
  const strangers = world.strangers[route.audience as SignedInAudience];
  return strangers
    .filter(({ names }) => !names || route.path.includes('{schoolCode}'))
    .filter(({ label }) => !SCHOOL_WIDE.test(route.path) || label !== 'another college');
}

function strangerFault(world: MatrixWorld, route: Route, stranger: Person, answer: Answer): string | null {
  const leaked = leaks(world, answer.text);
  if (leaked.length > 0) return `shows ${leaked.join(', ')}`;
  if (answer.status >= 500) return 'is a defect';
  if (HARMLESS[route.operationId]?.(stranger)) return null;
  const mustRefuse = ROW_IN_PATH.test(route.path) || (route.method !== 'GET' && namesRows(world, route));
  return !mustRefuse || [401, 403, 404].includes(answer.status) ? null : 'should be 403 or 404';
}

function namesRows(world: MatrixWorld, route: Route): boolean {
  const body = JSON.stringify(sampleRequest(route, namesFor(world, route)).body ?? {});
  return world.rowIds.some((id) => body.includes(id));
}

function leaks(world: MatrixWorld, text: string): string[] {
  return world.secrets.filter((secret) => text.includes(secret));
}

/** Everything of the victim's that a request could change, and all that anybody has asked the worker for. */
async function fingerprint({ database, caseId, unit, known, rowIds }: MatrixWorld): Promise<unknown> {
  const sessions = Object.values(known).flatMap((names) => names['sessionId'] ?? []);
  const ofCase = ['case_event', 'case_revision', 'signing_slot', 'document', 'print_log', 'notification'];
  const itsUnit = '(select employer_id from signing_case where id = $1)';
  const parts = [
    part('signing_case', 'id = $1'),
    ...ofCase.map((table) => part(table, 'case_id = $1')),
    ...['employer_school', 'employer_certification', 'employer_member', 'employer_event', 'member_invitation'].map(
      (table) => part(table, 'employer_id = $2'),
    ),
    part('employer', 'id = $2'),
    part('employer_certification', `employer_id = ${itsUnit}`),
    part('registration_draft', `account_id in (select account_id from employer_member where employer_id = ${itsUnit})`),
    part('job_run', `$1::uuid is not null and name <> all('{${OWN_JOBS.join(',')}}')`),
    part('session', 'id = any($3)'),
    part('wechat_ticket', 'true'),
    part('wechat_binding', 'true'),
    part('account', 'id = any($4)'),
    part('account_grant', 'account_id = any($4)'),
    part('student', 'id = any($4)'),
    part('sealed_file', 'account_id = any($4)'),
    ...['source_draft', 'source_version', 'source_event'].map((table) => part(table, 'student_id = any($4)')),
    part('registry_report', 'student_id = any($4)'),
    part('registry_report_file', 'report_id in (select id from registry_report where student_id = any($4))'),
  ];
  return (await database.owner.query(parts.join(' union all '), [caseId, unit.employerId, sessions, rowIds])).rows;
}

function part(table: string, condition: string): string {
  return `select '${table}' as name, md5(string_agg(t::text, '|' order by t::text)) as rows from ${table} t where ${condition}`;
}

/** Leaves the application's own conditions to stand alone. */
async function dropSecondWall({ database }: MatrixWorld): Promise<void> {
  const { rows } = await database.owner.query<{ name: string }>(
    'select relname as name from pg_class where relrowsecurity',
  );
  expect(rows.length).toBeGreaterThan(10);
  for (const { name } of rows) await database.owner.query(`alter table ${name} disable row level security`);
}
