import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { AppConfig } from '../config/index.js';
import { Db } from '../database/index.js';
import { createLogger, type Logger, Metrics, NestLogger, withLogContext } from '../observability/index.js';
import { compressAnswers } from './compression.js';
import { openApiDocuments } from './openapi.js';
import { serveProbes } from './probes.js';
import { ProblemFilter } from './problem.filter.js';
import { acceptUploads } from './raw-upload.js';
import { serveReference } from './reference.js';
import { refuseForeignWrites, securityHeaders } from './security.js';
import { servePortals } from './static-files.js';
import { validationPipe } from './validation.js';

const BODY_LIMIT = 1_048_576;
const SANE_ID = /^[\w-]{8,64}$/;

export interface HttpApp {
  app: NestFastifyApplication;
  logger: Logger;
  /** Readiness goes off; the balancer sends nobody new while `close` finishes what is running. */
  drain: () => void;
}

/** The HTTP process around the root module: headers, checks, errors, documents and pages, but not yet listening. */
export async function createHttpApp(
  module: DynamicModule | Type,
  config: AppConfig,
  before?: (app: NestFastifyApplication) => void,
): Promise<HttpApp> {
  const logger = createLogger(config.logLevel);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    genReqId: (request: { headers: Record<string, string | string[] | undefined> }) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID();
    },
    forceCloseConnections: 'idle',
    // a client that dribbles its request does not hold a connection for ever
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5_000 },
    routerOptions: { maxParamLength: 200 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
    bufferLogs: false,
    bodyParser: false,
  });
  const instance = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  acceptJsonOnly(instance);
  acceptUploads(instance);
  letGoWhenClosing(instance);
  app.setGlobalPrefix('api/v1');
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter());
  await securityHeaders(instance, config);
  await instance.register(cookie);
  await compressAnswers(instance);
  observe(instance, logger, app.get(Metrics));
  refuseForeignWrites(instance, config);
  let draining = false;
  const db = app.get(Db);
  serveProbes(
    instance,
    { ready: () => db.ping(), draining: () => draining, metrics: app.get(Metrics) },
    config.metricsToken,
  );
  serveReference(instance, () => openApiDocuments(app));
  if (config.webRoot) await servePortals(instance, config.webRoot);
  before?.(app);
  await app.init();
  await instance.ready();
  return { app, logger, drain: () => void (draining = true) };
}

/** Forms and plain text can be sent across sites without a preflight, so they are not read at all. */
function acceptJsonOnly(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers();
  const parse = instance.getDefaultJsonParser('error', 'error');
  instance.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // many clients name the type on requests that have no body
    if (body === '') done(null, undefined);
    else void parse(request, body as string, done);
  });
}

/** A connection whose last answer ends after closing began would stay open until its browser forgets it. */
function letGoWhenClosing(instance: FastifyInstance): void {
  instance.addHook('preClose', (done) => {
    const timer = setInterval(() => instance.server.closeIdleConnections(), 100);
    instance.server.once('close', () => clearInterval(timer));
    done();
  });
}

/** What machinery asks every few seconds, and files of pages, would drown the requests of people. */
function levelOf(route: string, status: number): 'info' | 'debug' | 'warn' {
  if (status >= 500) return 'warn';
  return route.startsWith('/api/') ? 'info' : 'debug';
}

/** One line and one measurement a request; the id goes back to the caller. */
function observe(instance: FastifyInstance, logger: Logger, metrics: Metrics): void {
  instance.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    withLogContext({ requestId: request.id }, done);
  });
  instance.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const seconds = reply.elapsedTime / 1000;
    metrics.httpSeconds.observe({ method: request.method, route, status: String(reply.statusCode) }, seconds);
    const { method, ip } = request;
    logger[levelOf(route, reply.statusCode)](
      { method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime), ip },
      'request',
    );
    done();
  });
}
