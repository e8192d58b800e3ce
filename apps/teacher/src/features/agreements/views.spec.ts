import { describe, expect, it } from 'vitest';
import { caseQuery, filtersOf, queryOfView, queueOf, rowOfView, viewOfRow } from './views.js';

describe('views of the agreement list', () => {
  it('name the same queue as the rows of the home page', () => {
    for (const key of ['review:college', 'review:center', 'slot:school', 'slot:college']) {
      expect(rowOfView(viewOfRow(key))).toBe(key);
    }
    expect(queryOfView('review-center')).toEqual({ queue: 'mine', state: ['REVIEW'] });
    expect(queryOfView('slot-school')).toEqual({ queue: 'mine', slot: 'school' });
    expect(queryOfView('signed')).toEqual({ queue: 'all', state: ['SIGNED'] });
  });

  it('fall back to what waits for me when the address names nothing known', () => {
    for (const view of ['', 'slot-dean', 'review-x', '../']) expect(queryOfView(view)).toEqual({ queue: 'mine' });
  });

  it('decide what they fix; the other conditions come from the address', () => {
    expect(
      caseQuery('all', { q: '欧阳', state: 'REVIEW,SIGNING', collegeId: 'c1,c2', level: '2' }, '-updated', 2027),
    ).toEqual({
      cohort: 2027,
      q: '欧阳',
      state: ['REVIEW', 'SIGNING'],
      collegeId: ['c1', 'c2'],
      level: 2,
      sort: '-updated',
      queue: 'all',
    });
    expect(caseQuery('signed', { state: 'VOIDED' }, '', null)).toEqual({
      queue: 'all',
      state: ['SIGNED'],
      sort: '-updated',
    });
  });

  it('hand a record the queue it was opened from, without the page', () => {
    const query = {
      view: 'review-center',
      q: '王',
      page: '3',
      pageSize: '100',
      sort: 'waiting',
      foreign: 'x',
      state: '',
    };
    expect(queueOf(query)).toEqual({ view: 'review-center', q: '王', sort: 'waiting' });
    expect(filtersOf(query)).toEqual({ q: '王' });
  });
});
