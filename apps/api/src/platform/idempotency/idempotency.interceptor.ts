import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { LIMITS } from '@qiancheng/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, from, type Observable, of, switchMap, catchError } from 'rxjs';
import { canonicalJson } from '../audit/index.js';
import type { RequestWithContext } from '../context/index.js';
import { AppError } from '../http/index.js';
import { IdempotencyStore } from './idempotency.store.js';

const KEY = /^[\x21-\x7e]+$/;

/**
 * `Idempotency-Key` on a POST: the same key and body get the same answer, once; the same key with another body is
 * refused. What fails leaves no record, so that it can be tried again; the commands are guarded by versions besides.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly store: IdempotencyStore) {}

  intercept(host: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest & RequestWithContext>();
    const key = request.headers['idempotency-key'];
    const accountId = request.ctx?.actor.accountId;
    if (request.method !== 'POST' || key === undefined || !accountId) return next.handle();
    if (typeof key !== 'string' || key.length > LIMITS.idempotencyKey || !KEY.test(key)) {
      throw new AppError('BAD_REQUEST', { detail: `Idempotency-Key 应为不超过 ${LIMITS.idempotencyKey} 个字符的 ASCII 文字。` });
    }
    const hash = createHash('sha256').update(`${request.method} ${request.url}\n${canonicalJson(request.body ?? null)}`).digest();
    return defer(() => from(this.store.claim(accountId, key, hash))).pipe(
      switchMap((known) => {
        if (known) {
          void http.getResponse<FastifyReply>().header('idempotency-replayed', 'true');
          return of(known.body);
        }
        return next.handle().pipe(
          switchMap(async (body: unknown) => {
            await this.store.finish(accountId, key, body);
            return body;
          }),
          catchError(async (error: unknown) => {
            await this.store.release(accountId, key);
            throw error;
          }),
        );
      }),
    );
  }
}
