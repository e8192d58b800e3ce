/** Full length for wide screens: 430***********0418. Anything else that was stored is covered whole. */
export function maskResidentId(value: string): string {
  return value.length === 18 ? `${value.slice(0, 3)}${'*'.repeat(11)}${value.slice(14)}` : '*'.repeat(value.length);
}

/** For phones: 430****0418. */
export function maskResidentIdShort(value: string): string {
  return value.length === 18 ? `${value.slice(0, 3)}****${value.slice(14)}` : '****';
}

/** 138****0021 */
export function maskMobile(value: string): string {
  return /^\d{11}$/.test(value) ? `${value.slice(0, 3)}****${value.slice(7)}` : '****';
}

/** 0731-****4318: the area code and the last four. */
export function maskTel(value: string): string {
  if (/^1\d{10}$/.test(value)) return maskMobile(value);
  const area = /^0\d{2,3}(?=[-\s])/.exec(value)?.[0];
  const digits = value.replace(/\D/g, '');
  return digits.length < 7 ? '****' : `${area ? `${area}-` : ''}****${digits.slice(-4)}`;
}

/** m*****t@example.edu.cn */
export function maskEmail(value: string): string {
  const at = value.lastIndexOf('@');
  if (at < 1) return '****';
  return `${value[0]}*****${at > 2 ? value[at - 1] : ''}${value.slice(at)}`;
}

/** The first six characters say the place, the rest is covered. */
export function maskAddress(value: string): string {
  const chars = [...value];
  return chars.length <= 6 ? '******' : `${chars.slice(0, 6).join('')}******`;
}
