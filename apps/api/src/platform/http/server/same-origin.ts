import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Writes come from our own pages. Browsers say where a request comes from (`Sec-Fetch-Site`, `Origin`) and scripts cannot
 * forge it; a program that sends neither is not a browser and carries no victim's cookies.
 */
export function refuseCrossSiteWrites(request: FastifyRequest, publicUrl: string): void {
  if (SAFE.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new AppError('CROSS_SITE');
  const { origin } = request.headers;
  if (origin !== undefined && !isOurs(origin, request, publicUrl)) throw new AppError('CROSS_SITE');
}

/** The configured address, or the very host that the request was sent to (a second name, an address, a development proxy). */
function isOurs(origin: string, request: FastifyRequest, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.origin === new URL(publicUrl).origin || url.host === request.host;
}
