import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { InjectOptions } from 'light-my-request';
import { FakeClock } from '../clock/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../testing/index.js';
import type { HttpApp } from './index.js';
import { thingsApp } from './test-support/things-app.js';

describe('the HTTP application', () => {
  let database: TestDatabase;
  let http: HttpApp;

  const inject = (options: InjectOptions) => http.app.inject(options);
  const order = (payload: object, headers: Record<string, string> = {}) =>
    inject({ method: 'POST', url: '/api/v1/teacher/things', headers, payload });
  const good = { name: 'a', address: null, rows: [] };

  beforeAll(async () => {
    database = await createTestDatabase();
    const webRoot = mkdtempSync(path.join(os.tmpdir(), 'qiancheng-web-'));
    for (const name of ['entry', 'teacher']) {
      mkdirSync(path.join(webRoot, name, 'dist/assets'), { recursive: true });
      writeFileSync(path.join(webRoot, name, 'dist/index.html'), `<title>${name}</title>${' '.repeat(3000)}`);
      writeFileSync(path.join(webRoot, name, 'dist/assets/index-Abcd1234.js'), `/* ${name} */${'a'.repeat(5000)}`);
      writeFileSync(path.join(webRoot, name, 'dist/seal.png'), Buffer.from([1, 2, 3]));
    }
    writeFileSync(path.join(webRoot, 'secret.txt'), 'secret');
    const config = testConfig(database.url, {
      WEB_ROOT: webRoot,
      METRICS_TOKEN: 'metrics-token-1',
      PUBLIC_URL: 'https://sign.example.edu',
    });
    http = await thingsApp(config, new FakeClock());
  });
  afterAll(async () => {
    await http?.app.close();
    await database?.drop();
  });

  describe('answers errors as problem documents', () => {
    it('with every wrong field by its path', async () => {
      const answer = await order({
        name: ' ',
        count: '99',
        rows: [{ n: 1 }, { n: 0 }],
        address: { city: '123456' },
        extra: 1,
      });
      expect(answer.statusCode).toBe(422);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      const problem = answer.json<{ code: string; errors: { field: string; message: string }[]; requestId: string }>();
      expect(problem.code).toBe('VALIDATION_FAILED');
      expect(problem.requestId).toBe(answer.headers['x-request-id']);
      expect(Object.fromEntries(problem.errors.map((error) => [error.field, error.message]))).toEqual({
        name: '必填。',
        count: '不能大于 9。',
        'rows[1].n': '不能小于 1。',
        'address.city': '不能超过 5 个字。',
        extra: '没有这一项。',
      });
    });

    it.each<[string, InjectOptions, number, string]>([
      ['an unknown route', { url: '/api/v1/teacher/nothing' }, 404, 'NOT_FOUND'],
      ['an id that is none', { url: '/api/v1/teacher/things/1' }, 400, 'BAD_REQUEST'],
      ['a page that is none', { url: '/api/v1/teacher/things?pageSize=7' }, 422, 'VALIDATION_FAILED'],
      ['a defect', { url: '/api/v1/teacher/things/broken' }, 500, 'INTERNAL'],
      ['a database that is away', { url: '/api/v1/teacher/things/away' }, 503, 'SERVICE_UNAVAILABLE'],
      [
        'JSON that is none',
        {
          method: 'POST',
          url: '/api/v1/teacher/things',
          headers: { 'content-type': 'application/json' },
          payload: '{',
        },
        400,
        'BAD_REQUEST',
      ],
      [
        'a form',
        {
          method: 'POST',
          url: '/api/v1/teacher/things',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          payload: 'a=b',
        },
        415,
        'UNSUPPORTED_MEDIA',
      ],
      [
        'a poisoned prototype',
        {
          method: 'POST',
          url: '/api/v1/teacher/things',
          headers: { 'content-type': 'application/json' },
          payload: '{"__proto__":{"a":1}}',
        },
        400,
        'BAD_REQUEST',
      ],
      [
        'a body too large',
        { method: 'POST', url: '/api/v1/teacher/things', payload: { name: 'x'.repeat(1_100_000) } },
        413,
        'TOO_LARGE',
      ],
      ['no body', { method: 'POST', url: '/api/v1/teacher/things' }, 422, 'VALIDATION_FAILED'],
      ['a list for a body', { method: 'POST', url: '/api/v1/teacher/things', payload: [] }, 422, 'VALIDATION_FAILED'],
    ])('%s', async (_what, options, status, code) => {
      const answer = await inject(options);
      expect(answer.json()).toMatchObject({ status, code, requestId: answer.headers['x-request-id'] });
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.body).not.toContain('secret detail');
    });

    it('with members of their own', async () => {
      const answer = await order({ ...good, name: 'refused' });
      expect(answer.json()).toMatchObject({ status: 409, code: 'STALE_VERSION', currentVersion: 7 });
      expect((await inject({ url: '/api/v1/teacher/things/away' })).headers['retry-after']).toBe('5');
    });
  });

  it('takes a sane request id, and makes one otherwise', async () => {
    const ask = async (id: string) =>
      (await inject({ url: '/healthz', headers: { 'x-request-id': id } })).headers['x-request-id'];
    expect(await ask('proxy-12345678')).toBe('proxy-12345678');
    expect(await ask('x\n{"level":"fatal"}')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('sets the header set', async () => {
    const { headers } = await inject({ url: '/api/v1/teacher/things' });
    expect(headers['content-security-policy']).toMatch(
      /default-src 'self';.*script-src 'self';.*frame-ancestors 'none'/,
    );
    expect(headers['strict-transport-security']).toContain('max-age=');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  });

  it.each(['/api/v1/teacher/things', '/api/v1/teacher/things/away', '/nowhere'])(
    'and all of it, at %s',
    async (url) => {
      const answers = [await inject({ url }), await inject({ url })];
      for (const { headers } of answers) {
        expect(headers).toMatchObject({
          'content-security-policy': expect.stringContaining("default-src 'self'"),
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-resource-policy': 'same-origin',
          'origin-agent-cluster': '?1',
          'referrer-policy': 'same-origin',
          'strict-transport-security': 'max-age=31536000',
          'x-content-type-options': 'nosniff',
          'x-dns-prefetch-control': 'off',
          'x-download-options': 'noopen',
          'x-frame-options': 'SAMEORIGIN',
          'x-permitted-cross-domain-policies': 'none',
          'x-xss-protection': '0',
        });
        expect(headers).not.toHaveProperty('x-powered-by');
      }
    },
  );

  it.each<[string, Record<string, string>, number]>([
    ['our own page', { 'sec-fetch-site': 'same-origin', origin: 'https://sign.example.edu' }, 200],
    ['the very host', { origin: 'http://10.0.0.8:8080', host: '10.0.0.8:8080' }, 200],
    ['a program', {}, 200],
    ['a foreign page', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }, 403],
    ['a foreign page in an old browser', { origin: 'https://evil.example' }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
  ])('takes writes from %s as it should', async (_who, headers, status) => {
    const answer = await order(good, headers);
    expect(answer.statusCode).toBe(status);
    if (status === 403) expect(answer.json()).toMatchObject({ code: 'CROSS_SITE' });
  });

  describe('serves', () => {
    it('probes, and numbers only with the token', async () => {
      expect((await inject({ url: '/healthz' })).statusCode).toBe(200);
      expect((await inject({ url: '/readyz' })).statusCode).toBe(200);
      expect((await inject({ url: '/metrics' })).statusCode).toBe(401);
      const metrics = await inject({ url: '/metrics', headers: { authorization: 'Bearer metrics-token-1' } });
      expect(metrics.body).toContain('qiancheng_http_request_seconds_bucket');
    });

    it("an audience's document in OpenAPI 3.1, without other audiences", async () => {
      const document = (await inject({ url: '/api/v1/teacher/openapi.json' })).json<{
        openapi: string;
        paths: Record<string, { get?: { operationId: string } }>;
        components: { schemas: Record<string, { properties: Record<string, unknown> }> };
      }>();
      expect(document.openapi).toMatch(/^3\.1/);
      expect(document.paths['/api/v1/teacher/things']?.get?.operationId).toBe('listThings');
      expect(document.components.schemas['RowView']?.properties['note']).toEqual({ type: ['string', 'null'] });
      expect(document.components.schemas['Order']?.properties).toMatchObject({
        address: { anyOf: [{ $ref: '#/components/schemas/Address' }, { type: 'null' }] },
        rows: { type: 'array', maxItems: 3, items: { $ref: '#/components/schemas/Row' } },
      });
      const other = (await inject({ url: '/api/v1/student/openapi.json' })).json<{ paths: object }>();
      expect(other.paths).toEqual({});
    });

    it('the reference page with a policy of its own, from here alone', async () => {
      const page = await inject({ url: '/api/docs' });
      expect(page.headers['content-security-policy']).toContain("script-src 'self'");
      expect(page.body).not.toMatch(/https?:\/\//);
      const viewer = await inject({ url: '/api/docs/viewer.js' });
      expect(gunzipSync(viewer.rawPayload).length).toBeGreaterThan(1_000_000);
    });

    it('portals with their history, hashed files for ever, compressed once', async () => {
      expect((await inject({ url: '/' })).body).toContain('<title>entry');
      expect((await inject({ url: '/verify?no=1' })).body).toContain('<title>entry');
      const page = await inject({ url: '/teacher/cases/12?tab=x', headers: { 'accept-encoding': 'gzip, br' } });
      expect(brotliDecompressSync(page.rawPayload).toString()).toContain('<title>teacher');
      expect(page.headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'text/html; charset=utf-8' });
      const again = await inject({
        url: '/teacher/',
        headers: { 'accept-encoding': 'gzip, br', 'if-none-match': String(page.headers['etag']) },
      });
      expect(again.statusCode).toBe(304);
      const script = await inject({
        url: '/teacher/assets/index-Abcd1234.js',
        headers: { 'accept-encoding': 'br;q=0, gzip' },
      });
      expect(script.headers).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        'content-encoding': 'gzip',
      });
      expect(gunzipSync(script.rawPayload).toString()).toContain('/* teacher */');
      expect((await inject({ url: '/teacher' })).headers['location']).toBe('/teacher/');
      expect((await inject({ url: '/seal.png' })).rawPayload).toEqual(Buffer.from([1, 2, 3]));
      expect((await inject({ url: '/teacher/assets/index-Abcd1234.js' })).body).toContain('/* teacher */');
    });

    it.each([
      '/assets/gone-12345678.js',
      '/teacher/../secret.txt',
      '/teacher/..%2f..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/api/v2/x',
      '/apix.txt',
    ])('nothing at %s', async (url) => {
      const answer = await inject({ url });
      expect(answer.statusCode).toBe(404);
      expect(answer.body).not.toContain('secret');
    });

    it('lists compressed', async () => {
      const answer = await inject({
        url: '/api/v1/teacher/things?page=2&pageSize=50',
        headers: { 'accept-encoding': 'br' },
      });
      expect(answer.headers['content-encoding']).toBe('br');
      expect(JSON.parse(brotliDecompressSync(answer.rawPayload).toString())).toMatchObject({ page: 2, pageSize: 50 });
      expect((await inject({ url: '/api/v1/teacher/things' })).json()).toMatchObject({ page: 1, pageSize: 20 });
    });
  });

  it('goes out of rotation before it stops', async () => {
    http.drain();
    expect((await inject({ url: '/readyz' })).statusCode).toBe(503);
    expect((await inject({ url: '/healthz' })).statusCode).toBe(200);
  });
});
