import { type Permission, PERMISSIONS, ROLES } from '@qiancheng/shared';
import { cookieOf, matrixWorld, type MatrixWorld, type Person } from './testing/matrix-world.js';
import { namesFor } from './testing/names-for.js';
import type { Route } from './testing/route-list.js';
import { sampleRequest } from './testing/samples.js';

interface Refusal {
  code?: unknown;
  permission?: unknown;
  stage?: unknown;
}

/** Whom the catalogue of roles lets through which door: the expectation is made of it, and of nothing else. */
describe('every route', () => {
  let world: MatrixWorld;

  beforeAll(async () => {
    world = await matrixWorld();
  });
  afterAll(() => world.close());

  async function call(route: Route, person: Person): Promise<{ status: number; body: Refusal }> {
    await world.database.owner.query('update session set reauth_failures = 0 where reauth_failures > 0');
    const { url, headers, body } = sampleRequest(route, namesFor(world, route));
    const response = await world.app.inject({
      method: route.method as 'GET',
      url,
      headers,
      cookies: cookieOf(person),
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const json = String(response.headers['content-type']).includes('json');
    return { status: response.statusCode, body: json ? (response.json() as Refusal) : {} };
  }

  const name = (route: Route, person: Person): string => `${route.method} ${route.path} as ${person.label}`;
  const withPermission = (): Route[] => world.routes.filter((route) => Object.hasOwn(PERMISSIONS, route.permission));
  const holds = (role: keyof typeof ROLES, permission: string): boolean =>
    (ROLES[role].permissions as readonly Permission[]).some((each) => each === permission);

  it('has somebody of every role before it', () => {
    expect(world.roles.map(({ role }) => role)).toEqual(Object.keys(ROLES));
  });

  it('answers 403 to each role that does not hold its permission, and names it', async () => {
    const faults: string[] = [];
    let refused = 0;
    for (const route of withPermission()) {
      for (const person of world.roles) {
        if (person.audience !== route.audience || holds(person.role, route.permission)) continue;
        refused += 1;
        const { status, body } = await call(route, person);
        const right = status === 403 && body.code === 'FORBIDDEN' && body.permission === route.permission;
        if (!right) faults.push(`${name(route, person)}: ${status} ${JSON.stringify(body).slice(0, 200)}`);
      }
    }
    expect(faults).toEqual([]);
    expect(refused).toBeGreaterThan(100);
  });

  it('lets each role that holds its permission past the door', async () => {
    const faults: string[] = [];
    for (const route of withPermission().filter((each) => each.stages.includes('full'))) {
      for (const person of world.roles) {
        if (person.audience !== route.audience || !holds(person.role, route.permission)) continue;
        const { status, body } = await call(route, person);
        if (status === 401 || status >= 500 || body.permission === route.permission)
          faults.push(`${name(route, person)}: ${status} ${JSON.stringify(body).slice(0, 200)}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it.each([
    ['second_factor', 'SECOND_STEP_REQUIRED'],
    ['setup', 'SETUP_REQUIRED'],
  ])('is closed at stage %s of a log-in, unless it names that stage', async (stage, code) => {
    const faults: string[] = [];
    for (const route of world.routes.filter((each) => each.permission !== 'public')) {
      for (const person of world.unfinished) {
        if (person.audience !== route.audience || person.stage !== stage) continue;
        const { status, body } = await call(route, person);
        const shut = status === 403 && body.code === code && body.stage === stage;
        if (shut === route.stages.includes(stage) || status >= 500) faults.push(`${name(route, person)}: ${status}`);
      }
    }
    expect(faults).toEqual([]);
  });
});
