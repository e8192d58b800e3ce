import { PROVINCES } from '@qiancheng/shared';

/** Conditions that both lists of units offer. */
export const DUE_OPTIONS = [
  { value: 'late', label: '已超时' },
  { value: 'today', label: '今天到期' },
  { value: 'later', label: '还有时间' },
] as const;

export const provinceOptions = Object.entries(PROVINCES).map(([code, label]) => ({ value: `${code}0000`, label }));
