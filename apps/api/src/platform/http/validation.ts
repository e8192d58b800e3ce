import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { AppError, type FieldError } from './errors.js';
import { rememberRules } from './remembered-rules.js';

/** Every request class is checked by this: nothing unknown passes, every wrong field is named, in words. */
export function validationPipe(): ValidationPipe {
  rememberRules();
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new AppError('VALIDATION_FAILED', { errors: fieldErrors(errors) }),
  });
}

const UNKNOWN_FIELD = 'whitelistValidation';
const SHAPE = 'nestedValidation';

export function fieldErrors(errors: readonly ValidationError[], path = ''): FieldError[] {
  return errors.flatMap((error) => {
    const field = join(path, error.property);
    const own = ownError(field, error.constraints ?? {});
    return [...(own ? [own] : []), ...fieldErrors(error.children ?? [], field)];
  });
}

function join(path: string, property: string): string {
  if (/^\d+$/.test(property)) return `${path}[${property}]`;
  return path === '' ? property : `${path}.${property}`;
}

/** One sentence a field: our own rule before the library's remark on the shape. */
function ownError(field: string, constraints: Record<string, string>): FieldError | undefined {
  const [code, message] =
    Object.entries(constraints).sort(([a], [b]) => Number(a === SHAPE) - Number(b === SHAPE))[0] ?? [];
  if (code === undefined || message === undefined) return undefined;
  if (code === UNKNOWN_FIELD) return { field, code: 'unknown', message: '没有这一项。' };
  if (code === SHAPE) return { field, code: 'object', message: '内容格式不对。' };
  return { field, code, message };
}
