import type { InvitationRow } from '@qiancheng/api-client/student';

export const ORDERS = [
  { value: 'due', label: '先到期的在前' },
  { value: 'pay', label: '转正月薪从高到低' },
  { value: 'new', label: '最近收到的在前' },
] as const;
export type Order = (typeof ORDERS)[number]['value'];

export const orderOf = (value: unknown): Order =>
  ORDERS.some((order) => order.value === value) ? (value as Order) : 'due';

/** What is unknown goes last, whatever the order. */
const time = (moment: string | null, missing: number): number => (moment ? Date.parse(moment) : missing);

const COMPARE: Record<Order, (a: InvitationRow, b: InvitationRow) => number> = {
  due: (a, b) => time(a.deadlineAt, Infinity) - time(b.deadlineAt, Infinity),
  pay: (a, b) => (b.salaryRegular ?? -1) - (a.salaryRegular ?? -1),
  new: (a, b) => time(b.sentAt, 0) - time(a.sentAt, 0),
};

export function inOrder(rows: readonly InvitationRow[], order: Order): InvitationRow[] {
  // Two open ends are equal: Infinity − Infinity is no number, and sorting would not be stable.
  return [...rows].sort((a, b) => COMPARE[order](a, b) || 0);
}
