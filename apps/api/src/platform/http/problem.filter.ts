import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { ERROR_CODES } from '@qiancheng/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorCode, type FieldError } from './errors.js';

/** RFC 9457, with a stable `code`, errors by field, and the id under which the log has it. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  errors?: FieldError[];
  requestId: string;
  [extra: string]: unknown;
}

const BY_STATUS: Partial<Record<number, ErrorCode>> = {
  400: 'BAD_REQUEST',
  401: 'NOT_AUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  409: 'CONFLICT',
  413: 'TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA',
  422: 'VALIDATION_FAILED',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
};

/** Errors of the framework become codes of ours; whatever is not known is a defect. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
  const code = typeof status === 'number' ? BY_STATUS[status] : undefined;
  return new AppError(code ?? 'INTERNAL', { cause: error });
}

export function problemOf(error: AppError, requestId: string): ProblemDocument {
  return {
    type: 'about:blank',
    title: ERROR_CODES[error.code].text,
    status: error.status,
    code: error.code,
    detail: error.status === 500 ? `${ERROR_CODES[error.code].text}错误编号 ${requestId}` : error.detail,
    ...(error.errors ? { errors: error.errors } : {}),
    requestId,
    ...error.extra,
  };
}

export function sendProblem(reply: FastifyReply, error: AppError, requestId: string): FastifyReply {
  const retryAfter = error.extra?.['retryAfter'];
  if (typeof retryAfter === 'number') void reply.header('retry-after', String(retryAfter));
  return reply.code(error.status).type('application/problem+json').send(problemOf(error, requestId));
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const known = asAppError(error);
    if (known.status >= 500) this.logger.error({ err: known.cause ?? known, requestId: request.id, url: request.routeOptions.url }, 'request failed');
    if (reply.sent || reply.raw.headersSent) return;
    void sendProblem(reply, known, request.id);
  }
}
