export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

/** Codes that the browser gives itself; everything else is the server's. */
export type ClientCode = 'OFFLINE' | 'ABORTED' | 'UNREADABLE';

/**
 * What the server answered with problem+json, or what the browser could not do. `detail` is a sentence for people.
 * `uncertain` tells that the request may have been carried out although no answer came.
 */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly FieldProblem[];
  readonly requestId: string | null;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(init: {
    status: number;
    code: string;
    detail: string;
    errors?: readonly FieldProblem[];
    requestId?: string | null;
    extra?: Record<string, unknown>;
  }) {
    super(init.detail);
    this.name = 'ApiProblem';
    this.status = init.status;
    this.code = init.code;
    this.detail = init.detail;
    this.errors = init.errors ?? [];
    this.requestId = init.requestId ?? null;
    this.extra = init.extra ?? {};
  }

  get uncertain(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

function fieldsOf(value: unknown): FieldProblem[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((entry) => ({
    field: text(entry['field']) ?? '',
    code: text(entry['code']) ?? '',
    message: text(entry['message']) ?? '',
  }));
}

/** Turns whatever a request ended with into an ApiProblem: a parsed body, a network failure, an abort. */
export function toProblem(error: unknown, response?: Response): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (!response) {
    const aborted = error instanceof DOMException && error.name === 'AbortError';
    return aborted
      ? new ApiProblem({ status: 0, code: 'ABORTED', detail: '已取消。' })
      : new ApiProblem({ status: 0, code: 'OFFLINE', detail: '没有连上服务器。请检查网络后重试。' });
  }
  if (isRecord(error) && text(error['code'])) {
    const { code, detail, title, errors, requestId, status: _status, type: _type, ...extra } = error;
    return new ApiProblem({
      status: response.status,
      code: String(code),
      detail: text(detail) ?? text(title) ?? '没有办成。请重试。',
      errors: fieldsOf(errors),
      requestId: text(requestId) ?? response.headers.get('x-request-id'),
      extra,
    });
  }
  return new ApiProblem({
    status: response.status,
    code: 'UNREADABLE',
    detail: response.status >= 500 ? '服务器暂时没有办成，请稍后重试。' : '服务器的答复看不懂，请刷新页面再试。',
    requestId: response.headers.get('x-request-id'),
  });
}
