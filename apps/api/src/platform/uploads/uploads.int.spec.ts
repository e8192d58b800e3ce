import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeClock } from '../clock/index.js';
import { systemContext } from '../context/index.js';
import { Db } from '../database/index.js';
import { type HttpApp, openApiDocuments } from '../http/index.js';
import { sha256Of, Storage, StorageCheck } from '../storage/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../testing/index.js';
import { UploadedFiles } from './index.js';
import { HTML, jpeg, pdf, PHP, png } from './testing/corpus.js';
import { SMALL, uploadsApp } from './testing/uploads-app.js';

const TYPE = 'application/octet-stream';

describe('uploads', () => {
  let database: TestDatabase;
  let http: HttpApp;
  const account = randomUUID();
  const stranger = randomUUID();

  const send = (url: string, payload: Buffer | string, headers: Record<string, string> = {}) =>
    http.app.inject({
      method: 'POST',
      url: `/api/v1/teacher/${url}`,
      headers: { 'x-account': account, 'content-type': TYPE, 'x-file-name': 'a.jpg', ...headers },
      payload,
    });
  const fetchFile = (id: string, query = '') =>
    http.app.inject({ url: `/api/v1/teacher/papers/${id}${query}`, headers: { 'x-account': account } });
  const stored = async (bytes: Buffer, name = 'a.jpg'): Promise<{ id: string; name: string }> => {
    const answer = await send('papers', bytes, { 'x-file-name': encodeURIComponent(name) });
    expect(answer.statusCode).toBe(201);
    return answer.json();
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    http = await uploadsApp(testConfig(database.url), new FakeClock());
    for (const id of [account, stranger]) {
      await database.owner.query(
        `insert into account (id, audience, login, name, password_hash) values ($1, 'platform', $2, '某人', 'none')`,
        [id, id],
      );
    }
  });
  afterAll(async () => {
    await http?.app.close();
    await database?.drop();
  });

  describe('the way in', () => {
    it('takes the bytes as they are, and a name in any language', async () => {
      const bytes = Buffer.from([0, 1, 2, 13, 10, 255]);
      const answer = await send('scans', bytes, { 'x-file-name': encodeURIComponent('C:\\解约函\u202e.pdf') });
      expect(answer.json()).toEqual({ name: '解约函.pdf', size: 6 });
      expect((await send('scans', bytes, { 'x-file-name': '%E8%A' })).json()).toMatchObject({ name: '未命名' });
      expect((await send('scans', Buffer.alloc(5_000_000))).json()).toMatchObject({ size: 5_000_000 });
    });

    it.each([
      ['a form for a file', 'papers', { 'content-type': 'multipart/form-data; boundary=x' }, 415, 'UNSUPPORTED_MEDIA'],
      ['JSON for a file', 'papers', { 'content-type': 'application/json' }, 415, 'UNSUPPORTED_MEDIA'],
      ['text for a file', 'papers', { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA'],
      ['a file for JSON', 'notes', {}, 415, 'UNSUPPORTED_MEDIA'],
      ['a file where there is nothing', 'nothing', {}, 415, 'UNSUPPORTED_MEDIA'],
      ['a file of nobody', 'papers', { 'x-account': '' }, 401, 'NOT_AUTHENTICATED'],
      ['a file from another site', 'papers', { 'sec-fetch-site': 'cross-site' }, 403, 'CROSS_SITE'],
    ])('refuses %s', async (_what, url, headers, status, code) => {
      const answer = await send(url, '{}', headers as Record<string, string>);
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
    });

    it('refuses a file without a name, and one of no bytes', async () => {
      const nameless = await http.app.inject({
        method: 'POST',
        url: '/api/v1/teacher/papers',
        headers: { 'x-account': account, 'content-type': TYPE },
        payload: 'x',
      });
      expect(nameless.json()).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
      expect((await send('papers', Buffer.alloc(0))).json()).toMatchObject({ status: 422, code: 'FILE_EMPTY' });
    });

    it('refuses more than the route takes, by the announced length and by the counted one', async () => {
      expect((await send('papers', Buffer.alloc(SMALL))).json()).toMatchObject({ code: 'FILE_TYPE_REFUSED' });
      const announced = (await send('papers', Buffer.alloc(SMALL + 1))).json<{ detail: string }>();
      expect(announced).toMatchObject({ status: 413, code: 'TOO_LARGE' });
      expect(announced.detail).toContain('19 KB');
      expect((await send('scans', Buffer.alloc(10 * 1024 * 1024 + 1))).statusCode).toBe(413);
      await http.app.listen(0, '127.0.0.1');
      const pieces = Array.from({ length: 11 }, () => Buffer.alloc(1024 * 1024));
      expect(await overTheWire('scans', {}, pieces)).toContain('TOO_LARGE');
      // nobody waits for a body that will be refused
      expect(await overTheWire('scans', { 'content-length': '99999999' }, [Buffer.from('x')])).toContain('TOO_LARGE');
    });

    /** Sends what there is, and the end only when no length was announced. */
    function overTheWire(url: string, headers: Record<string, string>, pieces: Buffer[]): Promise<string> {
      const { port } = http.app.getHttpServer().address() as AddressInfo;
      return new Promise((resolve, reject) => {
        const out = request({
          port,
          host: '127.0.0.1',
          method: 'POST',
          path: `/api/v1/teacher/${url}`,
          headers: { 'content-type': TYPE, 'x-account': account, 'x-file-name': 'a', ...headers },
        });
        out.on('error', reject);
        out.setTimeout(5000, () => out.destroy(new Error('no answer')));
        out.on('response', (answer) => {
          let text = '';
          answer.on('data', (part: Buffer) => (text += part.toString()));
          answer.on('end', () => {
            resolve(text);
            out.destroy();
          });
        });
        for (const piece of pieces) out.write(piece);
        if (!headers['content-length']) out.end();
      });
    }

    it('is done once under one key, and not for another file', async () => {
      const key = { 'idempotency-key': randomUUID() };
      const first = (await send('papers', await jpeg(), key)).json<{ id: string }>();
      const again = await send('papers', await jpeg(), key);
      expect(again.json()).toMatchObject({ id: first.id });
      expect(again.headers['idempotency-replayed']).toBe('true');
      expect((await send('papers', await png(), key)).json()).toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
    });

    it('is described so that a client can be generated', () => {
      const { paths } = openApiDocuments(http.app).teacher;
      const operation = paths['/api/v1/teacher/papers']?.post;
      expect(operation).toMatchObject({
        operationId: 'uploadPaper',
        requestBody: { required: true, content: { [TYPE]: { schema: { type: 'string', format: 'binary' } } } },
      });
      expect(operation?.parameters).toEqual([
        expect.objectContaining({ in: 'header', name: 'x-file-name', required: true }),
      ]);
    });
  });

  describe('the way out', () => {
    it('is an attachment that nothing can run in', async () => {
      const { id, name } = await stored(Buffer.concat([await jpeg(), PHP, HTML]), '执照 "1".html');
      expect(name).toBe('执照 _1_.html.jpg');
      const answer = await fetchFile(id);
      expect(answer.headers).toMatchObject({
        'content-type': 'image/jpeg',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'private, no-store',
        'content-length': String(answer.rawPayload.length),
        'content-disposition': expect.stringMatching(/^attachment; filename=".*"; filename\*=UTF-8''%E6%89%A7/),
      });
      expect(answer.rawPayload.includes('<?php')).toBe(false);
      expect(answer.rawPayload.includes('<script')).toBe(false);
    });

    it('shows an image in place when asked, as inert as before', async () => {
      const { id } = await stored(await png(), 'a.png');
      const { headers } = await fetchFile(id, '?inline=true');
      expect(headers).toMatchObject({
        'content-type': 'image/png',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'content-disposition': expect.stringContaining('inline;'),
      });
    });

    it('shows a PDF in place under the policy of our pages', async () => {
      const { id } = await stored(pdf(), 'a.pdf');
      const answer = await fetchFile(id, '?inline=true');
      expect(answer.rawPayload.equals(pdf())).toBe(true);
      expect(answer.headers['content-security-policy']).toMatch(/script-src 'self'.*object-src 'none'/);
      expect((await fetchFile(id)).headers['content-security-policy']).toBe("default-src 'none'; sandbox");
    });

    it('ends in nothing where there is no file', async () => {
      expect((await fetchFile(randomUUID())).json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    });
  });

  describe('what is kept', () => {
    it('is the inspected file, with whose it is and what for', async () => {
      const { id } = await stored(await jpeg(30, 20), '照片.jpg');
      const { rows } = await database.owner.query('select * from uploaded_file where id = $1', [id]);
      const file = await http.app.get(UploadedFiles, { strict: false }).open(id);
      expect(rows).toEqual([
        expect.objectContaining({
          school_id: null,
          account_id: account,
          purpose: 'test.paper',
          sha256: sha256Of(file.bytes),
          mime: 'image/jpeg',
          size: file.bytes.length,
          width: 30,
          height: 20,
          pages: null,
          original_name: '照片.jpg',
        }),
      ]);
    });

    it('belongs to its uploader and its purpose until a row names it', async () => {
      const { id } = await stored(await jpeg());
      const files = http.app.get(UploadedFiles, { strict: false });
      const by = (accountId: string | null, purpose = 'test.paper') => {
        const ctx = systemContext(null);
        return http.app
          .get(Db, { strict: false })
          .system((tx) => files.own(tx, { ...ctx, actor: { ...ctx.actor, accountId } }, purpose, id));
      };
      expect(await by(account)).toMatchObject({ id, mime: 'image/jpeg' });
      await expect(by(stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(by(null)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(by(account, 'test.other')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('is gone with the transaction that was to name it', async () => {
      const files = http.app.get(UploadedFiles, { strict: false });
      const bytes = Buffer.from('rolled back');
      const file = { mime: 'application/pdf', name: 'a', bytes, sha256: sha256Of(bytes) };
      const work = http.app.get(Db, { strict: false }).system(async (tx) => {
        await files.store(tx, systemContext(null), 'test.paper', file);
        throw new Error('refused');
      });
      await expect(work).rejects.toThrow('refused');
      const { rows } = await database.owner.query('select 1 from uploaded_file where sha256 = $1', [file.sha256]);
      expect(rows).toEqual([]);
    });

    it('is wanted by the nightly check, which misses it when it is away', async () => {
      const { id } = await stored(await jpeg(31, 21));
      const check = http.app.get(StorageCheck, { strict: false });
      const { sha256 } = await http.app.get(UploadedFiles, { strict: false }).open(id);
      const before = await check.run();
      expect(before).toMatchObject({ ok: true, missing: [] });
      expect(before.orphaned).not.toContain(sha256);
      await http.app.get(Storage, { strict: false }).remove(sha256);
      expect(await check.run()).toMatchObject({ ok: false, missing: [sha256] });
    });
  });
});
