import { checkEmail, checkMobile, normaliseName } from '@qiancheng/shared';
import { AppError, type FieldError } from '../../../platform/http/index.js';

export interface ContactInput {
  name?: string | undefined;
  phone?: string | null | undefined;
  email?: string | null | undefined;
}

/** Name, phone and mail in their normal form; what was left out stays out, an empty text means none. */
export function normalContacts<T extends ContactInput>(input: T): T {
  const errors: FieldError[] = [];
  const read = (field: 'phone' | 'email', check: typeof checkMobile): string | null | undefined => {
    const value = input[field];
    if (value === undefined || value === null || value.trim() === '') return value === undefined ? undefined : null;
    const checked = check(value);
    if (checked.ok) return checked.value;
    errors.push({ field, code: 'INVALID', message: checked.reason });
    return undefined;
  };
  const normal = { ...input };
  if (input.phone !== undefined) normal.phone = read('phone', checkMobile);
  if (input.email !== undefined) normal.email = read('email', checkEmail);
  if (input.name !== undefined) normal.name = normaliseName(input.name);
  if (normal.name === '') errors.push({ field: 'name', code: 'REQUIRED', message: '请填写姓名。' });
  const [first] = errors;
  if (first) throw new AppError('VALIDATION_FAILED', { detail: first.message, errors });
  return normal;
}
