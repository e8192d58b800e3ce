import { ERROR_CODES, type ErrorCode } from '@qiancheng/shared';

export type { ErrorCode };

/** One wrong field of a request: `field` is the path as the client sent it, `employer.contactName` or `rows[3].idNo`. */
export interface FieldError {
  field: string;
  code: string;
  message: string;
}

export interface AppErrorOptions {
  /** Replaces the code's general sentence by one that fits the case at hand; shown to people. */
  detail?: string;
  errors?: FieldError[];
  /** Further members of the problem document, `currentVersion` for instance. */
  extra?: Record<string, unknown>;
  cause?: unknown;
}

/** The one error that business code throws on purpose. Everything else that is thrown is a defect and answers 500. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string;
  readonly errors: FieldError[] | undefined;
  readonly extra: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    const known = ERROR_CODES[code];
    const detail = options.detail ?? known.text;
    super(`${code}: ${detail}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = known.status;
    this.detail = detail;
    this.errors = options.errors;
    this.extra = options.extra;
  }
}
