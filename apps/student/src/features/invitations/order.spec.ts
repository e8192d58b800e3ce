import { describe, expect, it } from 'vitest';
import { invitation } from '../../testing/fixtures.js';
import { inOrder, orderOf } from './order.js';

const rows = [
  invitation({ id: 'late', deadlineAt: '2027-04-26T15:59:59Z', salaryRegular: 9000, sentAt: '2027-04-12T00:00:00Z' }),
  invitation({ id: 'open', deadlineAt: null, salaryRegular: null, sentAt: null }),
  invitation({ id: 'soon', deadlineAt: '2027-04-14T15:59:59Z', salaryRegular: 12000, sentAt: '2027-03-31T00:00:00Z' }),
];
const ids = (order: Parameters<typeof inOrder>[1]): string[] => inOrder(rows, order).map((row) => row.id);

describe('the order of invitations', () => {
  it('puts the first to expire first, and what never expires last', () =>
    expect(ids('due')).toEqual(['soon', 'late', 'open']));
  it('puts the highest pay first, unknown pay last', () => expect(ids('pay')).toEqual(['soon', 'late', 'open']));
  it('puts the latest first', () => expect(ids('new')).toEqual(['late', 'soon', 'open']));
  it('leaves the list it was given alone', () => expect(rows.map((row) => row.id)).toEqual(['late', 'open', 'soon']));
  it('takes only orders that exist from the address', () => {
    expect(orderOf('pay')).toBe('pay');
    expect(orderOf('drop table')).toBe('due');
    expect(orderOf(undefined)).toBe('due');
  });
});
