import { bad, compactCode, good, toHalfWidth, type Checked } from './text.js';

/** A mainland mobile number; +86 and separators as people paste them are forgiven. */
export function checkMobile(text: string): Checked {
  const value = compactCode(text)
    .replace(/-/g, '')
    .replace(/^\+?86(?=1\d{10}$)/, '');
  if (value === '') return bad('请填写手机号码。');
  if (!/^1[3-9]\d{9}$/.test(value)) return bad('手机号码是 11 位，以 13 到 19 开头，请核对。');
  return good(value);
}

/** A landline with its area code, or a mobile number: the form of the office, kept as written. */
export function checkTel(text: string): Checked {
  const value =
    typeof text === 'string'
      ? toHalfWidth(text)
          .replace(/[\s—–]+/g, ' ')
          .trim()
      : '';
  if (value === '') return bad('请填写联系电话。');
  const digits = value.replace(/\D/g, '').length;
  if (!/^[+\d][\d\s\-()转,.;]*$/.test(value) || digits < 7 || digits > 20) {
    return bad('电话号码写法不对，例如 0731-80001200 或 13800000021。');
  }
  return good(value);
}

export function checkPostcode(text: string): Checked {
  const value = compactCode(text);
  if (value === '') return bad('请填写邮编。');
  return /^\d{6}$/.test(value) ? good(value) : bad('邮编是 6 位数字，请核对。');
}

export function checkEmail(text: string): Checked {
  const value = typeof text === 'string' ? toHalfWidth(text).replace(/[\s\u200b-\u200d\ufeff]/g, '') : '';
  if (value === '') return bad('请填写邮箱。');
  const [local = '', domain = '', ...more] = value.split('@');
  const named = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}$/.test(local) && !/^\.|\.\.|\.$/.test(local);
  const labels = domain.split('.');
  const hosted =
    labels.length > 1 && labels.every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label));
  if (more.length > 0 || !named || !hosted || value.length > 254) return bad('邮箱写法不对，例如 hr@example.com。');
  return good(value);
}
