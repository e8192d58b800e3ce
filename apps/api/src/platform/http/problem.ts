import { HttpException } from '@nestjs/common';
import { ERROR_CODES } from '@qiancheng/shared';
import { AppError, type ErrorCode, type FieldError } from './errors.js';

/** RFC 9457, with the members that our clients read. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  requestId: string;
  errors?: FieldError[];
  [extra: string]: unknown;
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
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

/** The database is away, full or shutting down: not our defect, and worth another try. */
const UNAVAILABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '53300',
  '53400',
  '57P01',
  '57P02',
  '57P03',
  '55P03',
  '57014',
]);
const UNAVAILABLE_TEXT =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as Error & { code?: unknown };
  if (typeof code === 'string' && (UNAVAILABLE.has(code) || code.startsWith('08'))) return true;
  return UNAVAILABLE_TEXT.test(error.message);
}

/** Whatever was thrown, as an error that has a code. Undefined: a defect, of which nothing but an id is told. */
export function knownError(thrown: unknown): AppError | undefined {
  if (thrown instanceof AppError) return thrown;
  if (isUnavailable(thrown)) return new AppError('SERVICE_UNAVAILABLE', { extra: { retryAfter: 5 }, cause: thrown });
  const status = statusOf(thrown);
  if (status === undefined || status >= 500) return undefined;
  return new AppError(BY_STATUS[status] ?? 'BAD_REQUEST', { cause: thrown });
}

/** Nest's exceptions and Fastify's own errors (a body too large, JSON that does not parse) name a status. */
function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (!(thrown instanceof Error)) return undefined;
  const { statusCode } = thrown as Error & { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 ? statusCode : undefined;
}

export function problemOf(error: AppError, requestId: string): Problem {
  return {
    ...error.extra,
    type: `urn:qiancheng:error:${error.code}`,
    title: ERROR_CODES[error.code].text,
    status: error.status,
    code: error.code,
    // What cannot be explained can at least be asked for.
    detail: error.code === 'INTERNAL' ? `${error.detail}错误编号 ${requestId}` : error.detail,
    requestId,
    ...(error.errors ? { errors: error.errors } : {}),
  };
}
