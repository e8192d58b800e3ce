import { applyDecorators, type Type } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type as TypeOf } from 'class-transformer';
import { ValidateBy, ValidateIf, ValidateNested } from 'class-validator';

/**
 * One decorator a field: the check, its zh-CN sentence and the OpenAPI property together, so that they cannot disagree.
 * Numbers, booleans and lists also accept the strings that a query string carries.
 */
export interface FieldOptions {
  /** May be left out. */
  optional?: boolean;
  /** May be null. */
  nullable?: boolean;
  description?: string;
  example?: unknown;
}

export interface StrOptions extends FieldOptions {
  min?: number;
  max?: number;
  pattern?: RegExp;
  /** What the pattern asks for, in words for people. */
  patternText?: string;
  /** Passwords keep their blanks. */
  trim?: boolean;
}

export interface NumOptions extends FieldOptions {
  min?: number;
  max?: number;
}

export interface ListOptions extends FieldOptions {
  min?: number;
  max?: number;
}

type Check = (value: unknown) => string | null;
type ApiShape = Record<string, unknown>;

const REQUIRED = '必填。';
const DEFAULT_TEXT_MAX = 200;
const DEFAULT_LIST_MAX = 500;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

function api(options: FieldOptions, shape: ApiShape): PropertyDecorator {
  const property: ApiShape = { ...shape, required: options.optional !== true };
  if (options.nullable) property['nullable'] = true;
  if (options.description) property['description'] = options.description;
  if (options.example !== undefined) property['example'] = options.example;
  return ApiProperty(property as ApiPropertyOptions);
}

/** What is absent or null by permission is not looked at further. */
function presence(options: FieldOptions): PropertyDecorator {
  return ValidateIf(
    (_object, value: unknown) =>
      !(value === undefined && options.optional === true) && !(value === null && options.nullable === true),
  );
}

function rule(name: string, check: Check): PropertyDecorator {
  const full: Check = (value) => (value === undefined || value === null ? REQUIRED : check(value));
  return ValidateBy({
    name,
    validator: {
      validate: (value: unknown) => full(value) === null,
      defaultMessage: (args) => full(args?.value) ?? '',
    },
  });
}

function field(name: string, options: FieldOptions, shape: ApiShape, check: Check): PropertyDecorator {
  return applyDecorators(api(options, shape), presence(options), rule(name, check));
}

/** PostgreSQL stores neither NUL nor half of a surrogate pair: a sentence here instead of a defect there. */
function storable(value: string): boolean {
  return !value.includes('\u0000') && !/\p{Surrogate}/u.test(value);
}

function lengthOf(text: string): number {
  let length = 0;
  for (const _char of text) length += 1;
  return length;
}

function checkText(options: StrOptions): Check {
  const max = options.max ?? DEFAULT_TEXT_MAX;
  // A required text is not an empty one, unless min: 0 says so.
  const min = options.min ?? (options.optional || options.nullable ? 0 : 1);
  return (value) => {
    if (typeof value !== 'string') return '应为文字。';
    if (!storable(value)) return '含有不能保存的字符。';
    const length = lengthOf(value);
    if (length < min) return length === 0 ? REQUIRED : `至少 ${min} 个字。`;
    if (length > max) return `不能超过 ${max} 个字。`;
    if (options.pattern && !options.pattern.test(value)) return options.patternText ?? '格式不对。';
    return null;
  };
}

export function Str(options: StrOptions = {}): PropertyDecorator {
  const shape: ApiShape = { type: String, maxLength: options.max ?? DEFAULT_TEXT_MAX };
  if (options.min) shape['minLength'] = options.min;
  if (options.pattern) shape['pattern'] = options.pattern.source;
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && options.trim !== false ? value.trim() : value,
    ),
    field('text', options, shape, checkText(options)),
  );
}

function toNumber({ value }: { value: unknown }): unknown {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
}

function checkNumber(options: NumOptions, whole: boolean): Check {
  return (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return whole ? '应为整数。' : '应为数字。';
    if (whole && !Number.isSafeInteger(value)) return '应为整数。';
    if (options.min !== undefined && value < options.min) return `不能小于 ${options.min}。`;
    if (options.max !== undefined && value > options.max) return `不能大于 ${options.max}。`;
    return null;
  };
}

function numberField(options: NumOptions, whole: boolean): PropertyDecorator {
  const shape: ApiShape = { type: whole ? 'integer' : 'number' };
  if (options.min !== undefined) shape['minimum'] = options.min;
  if (options.max !== undefined) shape['maximum'] = options.max;
  return applyDecorators(Transform(toNumber), field('number', options, shape, checkNumber(options, whole)));
}

/** Whole numbers; those that are stored in an `integer` column want `max: 2147483647` or less, which is the default. */
export function Int(options: NumOptions = {}): PropertyDecorator {
  return numberField({ min: -2147483648, max: 2147483647, ...options }, true);
}

export function Num(options: NumOptions = {}): PropertyDecorator {
  return numberField(options, false);
}

export function Bool(options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    field('boolean', options, { type: Boolean }, (value) => (typeof value === 'boolean' ? null : '应为是或否。')),
  );
}

/** For ids that come by other ways than a field: PostgreSQL takes nothing else for one. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

const checkUuid: Check = (value) => (typeof value === 'string' && isUuid(value) ? null : '编号格式不对。');

export function Uuid(options: FieldOptions = {}): PropertyDecorator {
  return field('uuid', options, { type: String, format: 'uuid' }, checkUuid);
}

function checkList(options: ListOptions, item: Check): Check {
  const max = options.max ?? DEFAULT_LIST_MAX;
  return (value) => {
    if (!Array.isArray(value)) return '应为列表。';
    if (value.length < (options.min ?? 0)) return options.min === 1 ? '至少选一项。' : `至少 ${options.min} 项。`;
    if (value.length > max) return `不能超过 ${max} 项。`;
    for (const each of value) {
      const problem = item(each);
      if (problem !== null) return problem;
    }
    return null;
  };
}

function listShape(options: ListOptions, shape: ApiShape): ApiShape {
  return {
    ...shape,
    isArray: true,
    ...(options.min ? { minItems: options.min } : {}),
    maxItems: options.max ?? DEFAULT_LIST_MAX,
  };
}

/** A query string carries a list as `a,b` or as `ids=a&ids=b`. */
function toList({ value }: { value: unknown }): unknown {
  if (typeof value !== 'string') return value;
  return value === '' ? [] : value.split(',');
}

/** A list of ids, each once. */
export function Uuids(options: ListOptions = {}): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => {
      const list = toList({ value });
      return Array.isArray(list) ? [...new Set(list as unknown[])] : list;
    }),
    field('uuids', options, listShape(options, { type: String, format: 'uuid' }), checkList(options, checkUuid)),
  );
}

/** A list of texts; `text` bounds each. */
export function Strs(options: ListOptions & { text?: StrOptions } = {}): PropertyDecorator {
  const check = checkList(options, checkText({ min: 1, ...options.text }));
  return applyDecorators(Transform(toList), field('texts', options, listShape(options, { type: String }), check));
}

function checkEnum(values: readonly unknown[]): Check {
  return (value) => (values.includes(value) ? null : '不在可选范围内。');
}

export function Enum(values: readonly (string | number)[], options: FieldOptions = {}): PropertyDecorator {
  const numeric = values.every((value) => typeof value === 'number');
  const decorators = [field('enum', options, { type: numeric ? Number : String, enum: values }, checkEnum(values))];
  if (numeric) decorators.unshift(Transform(toNumber));
  return applyDecorators(...decorators);
}

export function Enums(values: readonly string[], options: ListOptions = {}): PropertyDecorator {
  return applyDecorators(
    Transform(toList),
    field('enums', options, listShape(options, { enum: values }), checkList(options, checkEnum(values))),
  );
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** A calendar day, `2027-06-30`; it stays text, for a day has no time zone. */
export function DateStr(options: FieldOptions = {}): PropertyDecorator {
  return field('day', options, { type: String, format: 'date' }, (value) =>
    typeof value === 'string' && isDay(value) ? null : '应为日期，如 2027-06-30。',
  );
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** A moment with its zone, `2027-06-30T09:00:00+08:00`. */
export function Instant(options: FieldOptions = {}): PropertyDecorator {
  return field('instant', options, { type: String, format: 'date-time' }, (value) =>
    typeof value === 'string' && INSTANT.test(value) && isDay(value.slice(0, 10)) && !Number.isNaN(Date.parse(value))
      ? null
      : '应为时间，如 2027-06-30T09:00:00+08:00。',
  );
}

/** An object of another request class. */
export function Obj(type: () => Type<unknown>, options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    TypeOf(type),
    // the OpenAPI generator knows a function that answers a class by its name only: it must be called `type`
    api(options, { type: () => type() }),
    presence(options),
    rule('object', (value) => (typeof value === 'object' && !Array.isArray(value) ? null : '内容格式不对。')),
    ValidateNested(),
  );
}

/** A list of objects of another request class. */
export function List(type: () => Type<unknown>, options: ListOptions = {}): PropertyDecorator {
  const each: Check = (value) => (typeof value === 'object' && value !== null ? null : '内容格式不对。');
  return applyDecorators(
    TypeOf(type),
    api(options, listShape(options, { type: () => type() })),
    presence(options),
    rule('list', checkList(options, each)),
    ValidateNested({ each: true }),
  );
}

/** A JSON object whose members the module checks by itself (an agreement's values, a preference). */
export function Json(options: FieldOptions & { maxBytes?: number } = {}): PropertyDecorator {
  const maxBytes = options.maxBytes ?? 64 * 1024;
  return field('json', options, { type: 'object', additionalProperties: true }, (value) => {
    if (typeof value !== 'object' || Array.isArray(value)) return '内容格式不对。';
    const text = JSON.stringify(value);
    if (text.length > maxBytes) return '内容太大。';
    return /\\u0000|\\ud[89a-f][0-9a-f]{2}/.test(text) ? '含有不能保存的字符。' : null;
  });
}
