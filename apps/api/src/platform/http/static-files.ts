import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import compress from '@fastify/compress';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Where each built application is served. */
const APPS = [
  { name: 'teacher', at: '/teacher/' },
  { name: 'student', at: '/student/' },
  { name: 'employer', at: '/employer/' },
  { name: 'entry', at: '/' },
] as const;

/** Names with a content hash never change. */
const HASHED = /-[A-Za-z0-9_-]{8,}\.\w+$/;
const YEAR_SECONDS = 31_536_000;

function filesBelow(dir: string, prefix = ''): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesBelow(path.join(dir, entry.name), `${prefix}${entry.name}/`)
      : [`${prefix}${entry.name}`],
  );
}

/** The built portals from this process, for a run without a web server in front: history routes answer index.html. */
export async function servePortals(instance: FastifyInstance, webRoot: string): Promise<void> {
  const built = APPS.map((app) => ({ ...app, root: path.join(webRoot, app.name, 'dist') })).filter(({ root }) =>
    existsSync(root),
  );
  await instance.register(async (scope) => {
    await scope.register(compress, { threshold: 1024, encodings: ['br', 'gzip'] });
    await scope.register(fastifyStatic, { root: built.map(({ root }) => root), serve: false });
    for (const app of built) {
      const known = new Set(filesBelow(app.root));
      const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
        const name = (request.params as { '*'?: string })['*'] ?? '';
        if (known.has(name) && name !== 'index.html') return sendAsset(reply, app.root, name);
        // an address with an ending is a file that is not there; everything else is a page of the application
        if (/\.\w+$/.test(name)) {
          reply.callNotFound();
          return reply;
        }
        return reply.header('cache-control', 'no-cache').sendFile('index.html', app.root, { cacheControl: false });
      };
      scope.get(`${app.at}*`, answer);
      if (app.at !== '/') scope.get(app.at.slice(0, -1), (_request, reply) => reply.redirect(app.at));
    }
  });
}

function sendAsset(reply: FastifyReply, root: string, name: string): FastifyReply {
  const caching = HASHED.test(name) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache';
  return reply.header('cache-control', caching).sendFile(name, root, { cacheControl: false });
}
