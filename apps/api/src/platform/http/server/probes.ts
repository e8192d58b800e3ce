import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { AppConfig } from '../../config/index.js';
import { Db } from '../../database/index.js';
import { QueuePort } from '../../jobs/index.js';
import { Metrics } from '../../observability/index.js';
import { Lifecycle } from '../lifecycle.js';

const CHECK_WITHIN_MS = 3000;

export interface Readiness {
  ready: boolean;
  checks: Record<string, 'ok' | 'failed' | 'draining'>;
}

async function check(probe: () => Promise<unknown>): Promise<'ok' | 'failed'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'failed'>((resolve) => {
    timer = setTimeout(() => resolve('failed'), CHECK_WITHIN_MS);
  });
  const answer = probe().then(
    () => 'ok' as const,
    () => 'failed' as const,
  );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** Can this process serve now? The queue does not count: requests are answered without it, its runs wait in the database. */
export async function readiness(app: INestApplicationContext): Promise<Readiness> {
  const lifecycle = app.get(Lifecycle, { strict: false });
  const [database, queue] = await Promise.all([
    check(() => app.get(Db, { strict: false }).ping()),
    check(() => app.get(QueuePort, { strict: false }).ping()),
  ]);
  const ready = database === 'ok' && !lifecycle.draining;
  return { ready, checks: { process: lifecycle.draining ? 'draining' : 'ok', database, queue } };
}

function holdsToken(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return token !== '' && given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** On the public port: who is alive and ready may be asked by anybody, numbers only with the token. */
export function registerProbes(fastify: FastifyInstance, app: INestApplicationContext, config: AppConfig): void {
  fastify.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }));
  fastify.get('/readyz', async (_request, reply) => {
    const { ready, checks } = await readiness(app);
    return reply
      .header('cache-control', 'no-store')
      .status(ready ? 200 : 503)
      .send({ status: ready ? 'ok' : 'unavailable', checks });
  });
  if (!config.metricsToken) return;
  fastify.get('/metrics', async (request, reply) => {
    if (!holdsToken(request.headers.authorization, config.metricsToken)) return reply.status(401).send();
    const metrics = app.get(Metrics, { strict: false });
    return reply.header('content-type', metrics.registry.contentType).send(await metrics.text());
  });
}

/** A port of its own for the machinery, in the API and in the worker, which has no other. Undefined when none is configured. */
export async function startTechnicalServer(
  app: INestApplicationContext,
  config: AppConfig,
): Promise<Server | undefined> {
  if (config.metricsPort === 0) return undefined;
  const server = createServer((request, response) => {
    const answer = (status: number, type: string, body: string): void => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    };
    const json = (status: number, body: unknown): void => answer(status, 'application/json', JSON.stringify(body));
    const serve = async (): Promise<void> => {
      if (request.url === '/healthz') return json(200, { status: 'ok' });
      if (request.url === '/readyz') {
        const { ready, checks } = await readiness(app);
        return json(ready ? 200 : 503, { status: ready ? 'ok' : 'unavailable', checks });
      }
      const metrics = app.get(Metrics, { strict: false });
      if (request.url === '/metrics') return answer(200, metrics.registry.contentType, await metrics.text());
      return json(404, { status: 'not found' });
    };
    serve().catch(() => json(500, { status: 'failed' }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.metricsPort, config.host, resolve);
  });
  return server;
}
