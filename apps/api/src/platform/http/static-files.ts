import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PackedFiles } from './packed-files.js';

/** Where each built application is served. */
const APPS = [
  { name: 'teacher', at: '/teacher/' },
  { name: 'student', at: '/student/' },
  { name: 'employer', at: '/employer/' },
  { name: 'entry', at: '/' },
] as const;

/** Names with a content hash never change. */
const HASHED = /-[A-Za-z0-9_-]{8,}\.\w+$/;
const FOREVER = 'public, max-age=31536000, immutable';

function filesBelow(dir: string, prefix = ''): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesBelow(path.join(dir, entry.name), `${prefix}${entry.name}/`)
      : [`${prefix}${entry.name}`],
  );
}

/** As the build leaves them in the repository, or as an image lays them out. */
function rootOf(webRoot: string, name: string): string | undefined {
  return [path.join(webRoot, name, 'dist'), path.join(webRoot, name)].find((dir) =>
    existsSync(path.join(dir, 'index.html')),
  );
}

/** The built portals from this process, for a run without a web server in front: history routes answer index.html. */
export async function servePortals(instance: FastifyInstance, webRoot: string): Promise<void> {
  const built = APPS.flatMap((app) => {
    const root = rootOf(webRoot, app.name);
    return root ? [{ ...app, root }] : [];
  });
  if (built.length === 0) return;
  await instance.register(fastifyStatic, { root: built.map(({ root }) => root), serve: false });
  for (const app of built) {
    const known = new Set(filesBelow(app.root));
    const packed = new PackedFiles(app.root);
    const send = async (request: FastifyRequest, reply: FastifyReply, name: string): Promise<FastifyReply> => {
      void reply.header('cache-control', HASHED.test(name) ? FOREVER : 'no-cache');
      const file = await packed.find(name, request.headers['accept-encoding']);
      if (!file) return reply.sendFile(name, app.root, { cacheControl: false });
      void reply.header('vary', 'accept-encoding').header('etag', file.etag).type(file.type);
      if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
      return reply.header('content-encoding', file.encoding).send(file.bytes);
    };
    instance.get(`${app.at}*`, (request, reply) => {
      const name = (request.params as { '*'?: string })['*'] ?? '';
      if (known.has(name) && name !== 'index.html') return send(request, reply, name);
      // an address of the API, or with an ending, is a thing that is not there; everything else is a page of the application
      if (name.startsWith('api/') || /\.\w+$/.test(name)) {
        reply.callNotFound();
        return reply;
      }
      return send(request, reply, 'index.html');
    });
    if (app.at !== '/') instance.get(app.at.slice(0, -1), (_request, reply) => reply.redirect(app.at));
  }
}
