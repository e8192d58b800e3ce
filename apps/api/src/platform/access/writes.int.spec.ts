import type { SignedInAudience } from './index.js';
import { cookieOf, matrixWorld, type MatrixWorld } from './testing/matrix-world.js';
import { namesFor } from './testing/names-for.js';
import type { Route, Schema } from './testing/route-list.js';
import { type SampleRequest, sampleRequest } from './testing/samples.js';

/** What nobody may set by writing it into a request. */
const NEVER_WRITTEN: Record<string, unknown> = {
  id: '0197a000-0000-7000-8000-000000000000',
  role: 'center_admin',
  roles: ['operator'],
  grants: [{ role: 'center_admin', collegeIds: null, classIds: null }],
  permissions: ['case.void'],
  schoolId: 1,
  school_id: 1,
  employerId: '0197a000-0000-7000-8000-000000000000',
  accountId: '0197a000-0000-7000-8000-000000000000',
  audience: 'platform',
  status: 'active',
  state: 'SIGNED',
  stage: 'full',
  passwordKind: 'own',
  password_kind: 'own',
  passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$x$y',
  phoneVerified: true,
  phoneVerifiedAt: '2027-04-12T02:00:00.000Z',
  email_verified_at: '2027-04-12T02:00:00.000Z',
};

const HOSTILE: Record<string, string> = {
  nul: 'a\u0000b',
  'half a pair': 'a\ud800b',
  bidi: '\u202e\u2066exe.pdf\u2069',
  'very long': '长'.repeat(100_000),
  'a prototype key': '__proto__',
  sql: `'; drop table session; -- $1 %s \\`,
  html: '<img src=x onerror=alert(1)>{{7*7}}${7*7}',
};

/** Paths that a router may misread. */
const HOSTILE_PATHS = ['%00', '..%2f..%2fetc%2fpasswd', '%ff', "'%20or%20'1'='1", '-'.repeat(36), '9'.repeat(40)];

const FOREIGN: Record<string, string>[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none', origin: 'https://evil.example' },
  { origin: 'https://evil.example' },
  { origin: 'http://localhost:8080.evil.example' },
  { origin: 'null' },
  { origin: 'not an address' },
];

/** The types that a form of another site can send without asking. */
const FORM_TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/xml'];

describe('every write', () => {
  let world: MatrixWorld;

  beforeAll(async () => {
    world = await matrixWorld();
  });
  afterAll(() => world.close());

  const writes = (): Route[] => world.routes.filter((route) => route.method !== 'GET');
  const name = (route: Route): string => `${route.method} ${route.path}`;
  const sampleOf = (route: Route): SampleRequest => sampleRequest(route, namesFor(world, route));

  /** Whom the route is there for: at its stage of the log-in. */
  function cookiesFor(route: Route): Record<string, string> {
    if (route.audience === 'public') return {};
    if (route.stages.includes('full')) return cookieOf(world.rightful[route.audience as SignedInAudience]);
    const person = world.unfinished.find(
      (each) => each.audience === route.audience && route.stages.includes(each.stage),
    );
    if (!person) throw new Error(`nobody stands at ${route.stages.join()} of ${route.path}`);
    return cookieOf(person);
  }

  async function send(
    route: Route,
    request: SampleRequest,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    await world.database.owner.query('update session set reauth_failures = 0 where reauth_failures > 0');
    const response = await world.app.inject({
      method: route.method as 'POST',
      url: request.url,
      headers: request.headers,
      cookies: cookiesFor(route),
      ...(request.body === undefined ? {} : { payload: request.body as object }),
    });
    const json = String(response.headers['content-type']).includes('json');
    return { status: response.statusCode, body: json ? (response.json() as Record<string, unknown>) : {} };
  }

  it('that another site sends is refused, an upload too, and whoever sends it', async () => {
    const faults: string[] = [];
    for (const route of writes()) {
      const sample = sampleOf(route);
      for (const foreign of FOREIGN) {
        const { status, body } = await send(route, { ...sample, headers: { ...sample.headers, ...foreign } });
        if (status !== 403 || body['code'] !== 'CROSS_SITE')
          faults.push(`${name(route)} ${JSON.stringify(foreign)}: ${status}`);
      }
    }
    expect(faults).toEqual([]);
    expect(writes().some((route) => route.takesFile)).toBe(true);
  });

  it('that comes as a form can send it is not read', async () => {
    const faults: string[] = [];
    for (const route of writes()) {
      const sample = sampleOf(route);
      const payload = sample.body instanceof Buffer ? sample.body : Buffer.from(JSON.stringify(sample.body ?? {}));
      for (const type of FORM_TYPES) {
        const headers = { ...sample.headers, 'content-type': type };
        const { status } = await send(route, { ...sample, headers, body: payload });
        if (status !== 415) faults.push(`${name(route)} as ${type}: ${status}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('that reaches for a prototype is not read', async () => {
    const faults: string[] = [];
    for (const route of writes().filter((each) => each.body)) {
      const sample = sampleOf(route);
      for (const poison of ['"__proto__":{"role":"operator"}', '"constructor":{"prototype":{"role":"operator"}}']) {
        const text = `{${poison},${JSON.stringify(sample.body).slice(1)}`;
        const headers = { ...sample.headers, 'content-type': 'application/json' };
        const { status } = await send(route, { ...sample, headers, body: text });
        if (status !== 400) faults.push(`${name(route)} with ${poison}: ${status}`);
      }
    }
    expect(faults).toEqual([]);
    expect({}).not.toHaveProperty('role');
  });

  it('refuses what nobody may write, by name, at every depth', async () => {
    const faults: string[] = [];
    let looked = 0;
    for (const route of writes()) {
      const sample = sampleOf(route);
      for (const path of objectsOf(route, route.body, sample.body)) {
        looked += 1;
        const { body, names } = withExtras(route, sample.body, path);
        const { status, body: answer } = await send(route, { ...sample, body });
        const told = ((answer['errors'] ?? []) as { field: string; code: string }[])
          .filter(({ code }) => code === 'unknown')
          .map(({ field }) => field);
        const missing = names.filter((field) => !told.includes(field));
        if (status !== 422 || missing.length > 0) faults.push(`${name(route)} ${path.join('.')}: ${status} ${missing}`);
      }
    }
    expect(faults).toEqual([]);
    expect(looked).toBeGreaterThan(50);
  });

  it.each(['teacher', 'student', 'employer', 'platform', 'public'])(
    'and every search of the %s portal bears hostile texts without a defect',
    async (audience) => {
      const faults: string[] = [];
      for (const route of world.routes.filter((each) => each.audience === audience)) {
        const sample = sampleOf(route);
        for (const [what, text] of Object.entries(HOSTILE)) {
          const hostile = hostileRequest(route, sample, text);
          if (!hostile) continue;
          const { status } = await send(route, hostile);
          if (status >= 500 && status !== 503) faults.push(`${name(route)} with ${what}: ${status}`);
        }
        for (const part of route.path.includes('{') ? HOSTILE_PATHS : []) {
          const url = route.path.replaceAll(/\{\w+\}/g, part);
          const { status } = await send(route, { ...sample, url });
          if (status >= 500 && status !== 503) faults.push(`${name(route)} at ${part}: ${status}`);
        }
      }
      expect(faults).toEqual([]);
    },
    120_000,
  );
});

/** Where in the sample's body stand objects whose members the document names. */
function objectsOf(route: Route, schema: Schema | null, value: unknown): (string | number)[][] {
  if (schema === null || typeof value !== 'object' || value === null) return [];
  const inner = route.resolve(schema);
  if (Array.isArray(value)) {
    return value.flatMap((each, i) =>
      objectsOf(route, inner.items ?? null, each).map((path): (string | number)[] => [i, ...path]),
    );
  }
  const members = inner.properties;
  if (!members) return [];
  const deeper = Object.entries(value as Record<string, unknown>).flatMap(([key, member]) =>
    objectsOf(route, members[key] ?? null, member).map((path): (string | number)[] => [key, ...path]),
  );
  return [[], ...deeper];
}

function withExtras(route: Route, sample: unknown, path: (string | number)[]): { body: unknown; names: string[] } {
  const body = structuredClone(sample);
  let schema = route.resolve(route.body ?? {});
  let target = body as Record<string, unknown>;
  for (const step of path) {
    schema = route.resolve((typeof step === 'number' ? schema.items : schema.properties?.[step]) ?? {});
    target = target[step] as Record<string, unknown>;
  }
  const extras = Object.entries(NEVER_WRITTEN).filter(([key]) => !Object.hasOwn(schema.properties ?? {}, key));
  for (const [key, value] of extras) Object.defineProperty(target, key, { value, enumerable: true });
  const place = path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
  return { body, names: extras.map(([key]) => (place === '' ? key : `${place}.${key}`)) };
}

/** The same request with this text wherever a free one may stand; undefined where none may. */
function hostileRequest(route: Route, sample: SampleRequest, text: string): SampleRequest | undefined {
  if (route.body) {
    const body = hostileValue(route, route.body, sample.body, text);
    return JSON.stringify(body) === JSON.stringify(sample.body) ? undefined : { ...sample, body };
  }
  const free = route.parameters.filter(({ in: where, schema }) => where === 'query' && isFree(schema ?? {}));
  if (free.length === 0) return undefined;
  const [path = ''] = sample.url.split('?');
  // a lone half of a pair has no form in an address
  const query = free.map((each) => `${each.name}=${encodeURIComponent(text.toWellFormed())}`).join('&');
  return { ...sample, url: `${path}?${query.slice(0, 20_000)}` };
}

function hostileValue(route: Route, schema: Schema, value: unknown, text: string): unknown {
  const inner = route.resolve(schema);
  if (isFree(inner)) return text;
  if (inner.properties && typeof value === 'object' && value !== null) {
    const all = Object.entries(inner.properties).map(([key, member]) => {
      const given = (value as Record<string, unknown>)[key];
      return [key, hostileValue(route, member, given, text)] as const;
    });
    return Object.fromEntries(all.filter(([, member]) => member !== undefined));
  }
  return value;
}

function isFree(schema: Schema): boolean {
  return schema.type === 'string' && !schema.enum && !schema.format && !schema.pattern;
}
