// Serves the built portals under their paths and answers the few API calls, counting what a first load fetches.
import { createReadStream, existsSync, statSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { answer } from './rows.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/**
 * @param {Record<string, string>} portals  folder of each portal's build
 * @returns {Promise<{url: string, signedIn: boolean, fetched: Set<string>, close: () => void}>}
 */
export async function startServer(portals) {
  const state = { url: '', signedIn: true, fetched: new Set(), close: () => undefined };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://bench');
    const [, first = ''] = url.pathname.split('/');
    if (first === 'api') {
      const body = answer(url.pathname.replace('/api/v1/', ''), url.searchParams, state.signedIn);
      const missing = url.pathname.endsWith('/session') || url.pathname.endsWith('/refresh') ? 401 : 404;
      response.writeHead(body ? 200 : missing, {
        'content-type': body ? 'application/json' : 'application/problem+json',
      });
      response.end(
        JSON.stringify(
          body ?? { status: missing, code: missing === 401 ? 'SESSION_EXPIRED' : 'NOT_FOUND', detail: '没有找到。' },
        ),
      );
      return;
    }
    const folder = portals[first];
    if (!folder) return void response.writeHead(404).end();
    const asked = path.join(folder, path.normalize(url.pathname.slice(first.length + 2)));
    const file = existsSync(asked) && statSync(asked).isFile() ? asked : path.join(folder, 'index.html');
    if (/\.(js|css)$/.test(file)) state.fetched.add(file);
    response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${server.address().port}`;
  state.close = () => server.close();
  return state;
}

/** gzip kB of scripts and styles fetched since the set was emptied. */
export function weigh(fetched) {
  return [...fetched].reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0) / 1024;
}
