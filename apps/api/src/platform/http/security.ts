import helmet from '@fastify/helmet';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { AppConfig } from '../config/index.js';
import { AppError } from './errors.js';
import { sendProblem } from './problem.filter.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The header set of every answer: own scripts only, nobody frames us, https stays https. */
export async function securityHeaders(instance: FastifyInstance, config: AppConfig): Promise<void> {
  const headers = Object.entries(await helmetHeaders(config));
  instance.addHook('onRequest', (_request, reply, done) => {
    // beneath fastify, as helmet does: whatever a route sets itself comes after and counts
    for (const [name, value] of headers) reply.raw.setHeader(name, value);
    done();
  });
}

/** What helmet puts into answers. It is the same in all of them and takes 40 µs to put together, so a server of its own is asked once. */
async function helmetHeaders(config: AppConfig): Promise<Record<string, string>> {
  const server = fastify();
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(config.secureCookies ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    hsts: config.secureCookies ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  });
  server.get('/', (_request, reply) => reply.raw.getHeaders());
  const answer = await server.inject('/');
  await server.close();
  return answer.json<Record<string, string>>();
}

/** A write must come from our own pages, or from a client that is no browser. Cookies are SameSite=Strict besides. */
export function isForeignWrite(
  request: Pick<FastifyRequest, 'method' | 'headers' | 'host'>,
  publicUrl: string,
): boolean {
  if (SAFE.has(request.method)) return false;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin } = request.headers;
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  return new URL(origin).origin !== new URL(publicUrl).origin && new URL(origin).host !== request.host;
}

/** In the path; what stands in a query is checked with its field. */
function hasNul(url: string): boolean {
  return (url.split('?')[0] ?? '').includes('%00');
}

export function refuseForeignWrites(instance: FastifyInstance, config: AppConfig): void {
  instance.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    if (!request.url.startsWith('/api/')) return undefined;
    void reply.header('cache-control', 'no-store');
    // PostgreSQL knows no text with a NUL in it, so nothing is there
    if (hasNul(request.url)) return sendProblem(reply, new AppError('NOT_FOUND'), request.id);
    if (isForeignWrite(request, config.publicUrl)) return sendProblem(reply, new AppError('CROSS_SITE'), request.id);
    return undefined;
  });
}
