import { createServer, type Server } from 'node:http';
import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../observability/index.js';

export interface Probes {
  /** @throws when something this process needs is away */
  ready: () => Promise<void>;
  draining: () => boolean;
  metrics: Metrics;
}

async function readiness({ ready, draining }: Probes): Promise<{ status: number; body: string }> {
  if (draining()) return { status: 503, body: '{"status":"draining"}' };
  try {
    await ready();
    return { status: 200, body: '{"status":"ready"}' };
  } catch {
    return { status: 503, body: '{"status":"unavailable"}' };
  }
}

function sameToken(given: string | undefined, token: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(`Bearer ${token}`)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** On the public port: `/metrics` only with the token, and not at all without one. */
export function serveProbes(instance: FastifyInstance, probes: Probes, metricsToken: string): void {
  instance.get('/healthz', (_request, reply) => reply.type('application/json').send('{"status":"ok"}'));
  instance.get('/readyz', async (_request, reply) => {
    const { status, body } = await readiness(probes);
    return reply.code(status).type('application/json').send(body);
  });
  if (metricsToken === '') return;
  instance.get('/metrics', async (request, reply) => {
    if (!sameToken(request.headers.authorization, metricsToken)) return reply.code(401).send();
    return reply.type(probes.metrics.registry.contentType).send(await probes.metrics.text());
  });
}

/** On a port of its own, which only the machinery reaches; the worker has no other. */
export function probeServer(probes: Probes, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      if (request.url === '/metrics') {
        response.setHeader('content-type', probes.metrics.registry.contentType);
        response.end(await probes.metrics.text());
      } else if (request.url === '/readyz') {
        const { status, body } = await readiness(probes);
        response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      } else {
        response.writeHead(request.url === '/healthz' ? 200 : 404).end();
      }
    };
    answer().catch(() => response.writeHead(500).end());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve(server));
  });
}
