import { type CallHandler, type ExecutionContext, Injectable, Logger, type NestInterceptor } from '@nestjs/common';
import { LIMITS } from '@qiancheng/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable, of } from 'rxjs';
import type { RequestWithContext } from '../context/index.js';
import { AppError } from '../http/index.js';
import { type Claim, type IdempotentRequest, IdempotencyStore } from './idempotency-store.js';

const HEADER = 'idempotency-key';
const KEY = /^[\x21-\x7e]+$/;
const RETRY_AFTER_SECONDS = 2;

/** `Idempotency-Key` on POST: the same request under the same key is done once and answered alike. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly log = new Logger('Idempotency');

  constructor(private readonly store: IdempotencyStore) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (context.getType() !== 'http') return next.handle();
    const http = context.switchToHttp();
    const request = idempotentRequest(http.getRequest<FastifyRequest & RequestWithContext>());
    if (!request) return next.handle();
    const reply = http.getResponse<FastifyReply>();
    const claim = await this.store.claim(request);
    if (claim.kind !== 'ours') return of(this.replay(claim, reply));
    return from(this.perform(request, claim.claimedAt, reply, next));
  }

  private replay(claim: Exclude<Claim, { kind: 'ours' }>, reply: FastifyReply): unknown {
    if (claim.kind === 'other_request') throw new AppError('IDEMPOTENCY_MISMATCH');
    if (claim.kind === 'running') {
      throw new AppError('IDEMPOTENCY_IN_PROGRESS', { extra: { retryAfter: RETRY_AFTER_SECONDS } });
    }
    void reply.status(claim.status).header('idempotency-replayed', 'true');
    return claim.body;
  }

  private async perform(
    request: IdempotentRequest,
    claimedAt: Date,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    let body: unknown;
    try {
      body = await lastValueFrom(next.handle(), { defaultValue: undefined });
    } catch (error) {
      // Refused or failed, so rolled back. What becomes of a giveBack that fails is a stale claim, free after a minute.
      await this.quietly(() => this.store.giveBack(request, claimedAt));
      throw error;
    }
    // The work is committed: the answer goes out even if it cannot be kept.
    await this.quietly(() => this.store.answer(request, claimedAt, reply.statusCode, body));
    return body;
  }

  private async quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.error({ err: error }, 'idempotency record not written');
    }
  }
}

/** Undefined where the header has no meaning: other methods, no header, nobody signed in. */
function idempotentRequest(request: FastifyRequest & RequestWithContext): IdempotentRequest | undefined {
  const key = request.headers[HEADER];
  const accountId = request.ctx?.actor.accountId;
  if (request.method !== 'POST' || key === undefined || !accountId) return undefined;
  if (typeof key !== 'string' || key.length > LIMITS.idempotencyKey || !KEY.test(key)) {
    throw new AppError('BAD_REQUEST', { detail: 'Idempotency-Key 应为 1 到 100 个可见字符。' });
  }
  return { accountId, key, method: request.method, url: request.url, body: request.body };
}
