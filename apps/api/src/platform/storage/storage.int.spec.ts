import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { DiskStorage } from './disk-storage.js';
import { S3Storage } from './s3-storage.js';
import { sha256Of, type Storage, StorageError } from './storage.js';

/** As much of S3 as the client uses, in memory. */
function fakeS3(objects: Map<string, Buffer>): Promise<Server> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://s3');
    const key = url.pathname.replace(/^\/bucket\/?/, '');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'PUT') objects.set(key, Buffer.concat(chunks));
      if (request.method === 'DELETE') objects.delete(key);
      const found = objects.get(key);
      if (request.method === 'GET' && key === '') {
        const rows = [...objects.keys()].map((name) => `<Contents><Key>${name}</Key></Contents>`).join('');
        response.setHeader('content-type', 'application/xml');
        return response.end(
          `<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated>${rows}</ListBucketResult>`,
        );
      }
      if (request.method === 'GET' && !found) {
        response.writeHead(404, { 'content-type': 'application/xml' });
        return response.end('<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>no</Message></Error>');
      }
      return response.end(request.method === 'GET' ? found : undefined);
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const bytes = Buffer.from('第一份协议');
const collect = async (storage: Storage): Promise<string[]> => {
  const found: string[] = [];
  for await (const name of storage.names()) found.push(name);
  return found;
};

describe('DiskStorage', () => {
  let root: string;
  let storage: DiskStorage;

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'qiancheng-storage-'));
    storage = new DiskStorage(root);
  });

  it('gives back the same bytes, keeps equal files once, and leaves no part behind', async () => {
    const stored = await storage.put(bytes);
    expect(stored).toEqual({ sha256: sha256Of(bytes), size: bytes.length });
    await storage.put(bytes);
    expect(await storage.get(stored.sha256)).toEqual(bytes);
    expect(await readdir(path.join(root, stored.sha256.slice(0, 2)))).toEqual([stored.sha256]);
  });

  it('notices a flipped byte and a missing file', async () => {
    const { sha256 } = await storage.put(bytes);
    const file = path.join(root, sha256.slice(0, 2), sha256);
    const altered = await readFile(file);
    altered[3] = (altered[3] ?? 0) ^ 1;
    await writeFile(file, altered);
    await expect(storage.get(sha256)).rejects.toMatchObject({ reason: 'altered' });
    await storage.remove(sha256);
    await expect(storage.get(sha256)).rejects.toMatchObject({ reason: 'missing' });
  });

  it('takes no name that is not a digest', async () => {
    await expect(storage.get('../../etc/passwd')).rejects.toThrow(StorageError);
  });
});

describe('S3Storage', () => {
  let server: Server;
  const objects = new Map<string, Buffer>();

  beforeAll(async () => {
    server = await fakeS3(objects);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('stores, lists, reads, checks and removes', async () => {
    const { port } = server.address() as AddressInfo;
    const storage = new S3Storage({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      bucket: 'bucket',
      accessKeyId: 'a',
      secretAccessKey: 'b',
    });
    const { sha256 } = await storage.put(bytes);
    expect(await storage.get(sha256)).toEqual(bytes);
    expect(await collect(storage)).toEqual([sha256]);
    objects.set(`files/${sha256}`, Buffer.from('other'));
    await expect(storage.get(sha256)).rejects.toMatchObject({ reason: 'altered' });
    await storage.remove(sha256);
    await expect(storage.get(sha256)).rejects.toMatchObject({ reason: 'missing' });
  });
});
