import type { Option } from '@qiancheng/web-ui';

const KEY = 'qc-school';

/** The school that this browser logged in at last: a code and a name, nothing of any person. */
export function rememberedSchool(): Option | null {
  try {
    const { value, label } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Option>;
    return typeof value === 'string' && typeof label === 'string' ? { value, label } : null;
  } catch {
    return null;
  }
}

export function rememberSchool({ value, label }: Option): void {
  localStorage.setItem(KEY, JSON.stringify({ value, label }));
}
