import { createRequire } from 'node:module';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AUDIENCES, type Audience } from '../context/index.js';
import { PackedFiles } from './packed-files.js';

/** The reference page's own policy: the viewer brings fonts as data. Scripts come from here alone, as everywhere. */
const VIEWER_CSP =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

const PAGE = `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>签程 · 接口文档</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><div id="app"></div><script src="/api/docs/viewer.js"></script><script src="/api/docs/start.js"></script></body>
</html>`;

const sources = AUDIENCES.map((audience) => ({
  title: audience,
  slug: audience,
  url: `/api/v1/${audience}/openapi.json`,
}));
/** Everything that would reach for the vendor's servers is off: assistant, registry, proxy, telemetry, fonts. */
const SETTINGS = {
  sources,
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  proxyUrl: '',
  externalUrls: { dashboardUrl: '', registryUrl: '', proxyUrl: '', apiBaseUrl: '' },
};
const START = `Scalar.createApiReference('#app', ${JSON.stringify(SETTINGS)});`;

/**
 * `/api/v1/{audience}/openapi.json` and a page to read them, all from this server. The documents take about a second
 * to make, so they are made when somebody first asks, not by every process that starts.
 */
export function serveReference(instance: FastifyInstance, makeDocuments: () => Record<Audience, OpenAPIObject>): void {
  let documents: Record<Audience, OpenAPIObject> | undefined;
  for (const audience of AUDIENCES) {
    instance.get(`/api/v1/${audience}/openapi.json`, (_request, reply) => {
      documents ??= makeDocuments();
      return reply.type('application/json').send(JSON.stringify(documents[audience]));
    });
  }
  const dist = path.dirname(createRequire(import.meta.url).resolve('@scalar/api-reference'));
  const viewer = new PackedFiles(path.join(dist, 'browser'));
  instance.get('/api/docs', (_request, reply) =>
    reply.header('content-security-policy', VIEWER_CSP).type('text/html; charset=utf-8').send(PAGE),
  );
  instance.get('/api/docs/start.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(START));
  // Three and a half megabytes: kept by the browser for an hour, and sent compressed to whatever asks.
  instance.get('/api/docs/viewer.js', async (_request, reply) => {
    const file = await viewer.find('standalone.js', 'gzip');
    return reply
      .header('cache-control', 'public, max-age=3600')
      .header('content-encoding', file?.encoding)
      .type('text/javascript; charset=utf-8')
      .send(file?.bytes);
  });
}
