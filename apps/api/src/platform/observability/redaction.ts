const HIDDEN = '[隐去]';
const MAX_DEPTH = 6;
const MAX_ITEMS = 50;
const MAX_TEXT = 8000;

/** By name: whatever stands under such a key is not for a log. Compared without case, `_` and `-`. */
const SECRET_KEYS = new Set(
  [
    'password passwordHash newPassword oldPassword pass secret token accessToken refreshToken jwt authorization cookie',
    'setCookie cookies apiKey secretAccessKey accessKeyId connectionString databaseUrl redisUrl parameters strokes',
    'idNo idNumber residentId phone mobile tel contactPhone address bankAccount smsCode captcha',
    'fieldKeys macKey auditSigningKey jwtSecret mailUrl accessKeySecret appSecret openid verificationCode',
  ]
    .join(' ')
    .split(' ')
    .map(plain),
);

/** By shape: what personal data and credentials look like wherever they stand. Longest first. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+/g, HIDDEN],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${HIDDEN}`],
  [/\bqc_\w+=[^;\s"\\]+/g, `qc=${HIDDEN}`],
  [/\b(postgres(?:ql)?|rediss?|https?|smtps?):\/\/[^\s/@]*:[^\s/@]*@/g, `$1://${HIDDEN}@`],
  [/(?<![\da-zA-Z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{2}\d{3}[\dXx](?![\da-zA-Z])/g, HIDDEN],
  [/(?<![\da-fA-F-])(?:\+?86[- ]?)?1[3-9]\d{9}(?![\da-fA-F-])/g, HIDDEN],
];

function plain(key: string): string {
  return key.replaceAll(/[_-]/g, '').toLowerCase();
}

export function redactText(text: string): string {
  return redactPatterns(text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);
}

/** As redactText, whatever the length: for whole log lines. */
export function redactPatterns(text: string): string {
  let clean = text;
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}

/** Of an error: what helps, and nothing that a driver hangs on it (statement parameters, connection options). */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const { code, constraint, table, status } = error as Error &
    Record<'code' | 'constraint' | 'table' | 'status', unknown>;
  return {
    type: error.name,
    message: redactText(error.message),
    stack: redactText(error.stack ?? ''),
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(table === undefined ? {} : { table }),
    ...(status === undefined ? {} : { status }),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}

/** A copy that is safe to write down. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= MAX_DEPTH) return '[…]';
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1));
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    copy[key] =
      SECRET_KEYS.has(plain(key)) && member !== null && member !== undefined ? HIDDEN : redact(member, depth + 1);
  }
  return copy;
}
