import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { AppError, type FieldError } from './errors.js';

const UNKNOWN = 'whitelistValidation';

function pathOf(parent: string, property: string): string {
  if (parent === '') return property;
  return /^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}.${property}`;
}

function flatten(errors: readonly ValidationError[], parent = ''): FieldError[] {
  return errors.flatMap((error) => {
    const field = pathOf(parent, error.property);
    const own = Object.entries(error.constraints ?? {}).slice(0, 1);
    return [
      ...own.map(([name, message]) => (name === UNKNOWN ? { field, code: 'UNKNOWN_FIELD', message: '没有这一项，不能提交。' } : { field, code: 'INVALID', message })),
      ...flatten(error.children ?? [], field),
    ];
  });
}

/** Checks bodies and queries against their classes; members that a class does not name are refused, not ignored. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new AppError('VALIDATION_FAILED', { errors: flatten(errors) }),
  });
}
