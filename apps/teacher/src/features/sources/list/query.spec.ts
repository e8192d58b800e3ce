import { describe, expect, it } from 'vitest';
import { filtersOfView, queueOf, queueQuery, sameFilters, sortOf, sourceFilter, viewFilter } from './query.js';

const ADDRESS = {
  q: '欧阳',
  list: '0190a000-0000-7000-8000-000000000001',
  mine: 'true',
  differs: 'false',
  college: 'waiting,returned',
  degree: '31',
  submitted: '2027-04-01..2027-04-12',
  graduation: '2027-01..',
  returns: '2',
  length: '4,2.5',
  counsellorId: '0190a000-0000-7000-8000-000000000002',
  rule: 'DC-01,DC-08',
};

describe('conditions of the list', () => {
  it('go to the server typed, and come back from a view unchanged', () => {
    expect(sourceFilter(ADDRESS, 2027)).toEqual({
      cohort: 2027,
      q: '欧阳',
      listId: ADDRESS.list,
      mine: true,
      differs: false,
      degree: ['31'],
      submitted: { from: '2027-04-01', to: '2027-04-12' },
      graduation: { from: '202701' },
      returns: 2,
      length: ['4', '2.5'],
      counsellorId: [ADDRESS.counsellorId],
      rule: ['DC-01', 'DC-08'],
      level: { college: ['waiting', 'returned'] },
    });
    expect(filtersOfView(viewFilter(ADDRESS))).toEqual(ADDRESS);
  });

  it('say nothing where nothing is asked', () => {
    expect(sourceFilter({ q: '', college: '' }, 2027)).toEqual({ cohort: 2027 });
    expect(sourceFilter({ returns: '-1', submitted: 'gestern..', graduation: '2027-13..' }, 2027)).toEqual({
      cohort: 2027,
    });
  });

  it('are the same in whatever order they were chosen', () => {
    expect(sameFilters({ degree: '31,41', q: 'a' }, { q: 'a', degree: '41,31' })).toBe(true);
    expect(sameFilters({ degree: '31' }, { degree: '31', mine: 'true' })).toBe(false);
    expect(sameFilters({ degree: '' }, {})).toBe(true);
  });

  it('begin with what waits longest where it waits for me', () => {
    expect(sortOf('', { mine: 'true' })).toBe('waiting');
    expect(sortOf('', {})).toBe('studentNo');
    expect(sortOf('-name', { mine: 'true' })).toBe('-name');
  });
});

describe('the queue that a record takes along', () => {
  it('is the list without its page', () => {
    const query = { ...ADDRESS, page: '3', pageSize: '50', cohort: '2027', sort: '-name', view: 'v' };
    expect(queueOf(query)).toEqual({ ...ADDRESS, cohort: '2027', sort: '-name', view: 'v' });
    expect(queueQuery(query, 2027)).toMatchObject({ filter: { cohort: 2027, mine: true }, sort: '-name' });
  });
  it('is none where the record was opened by itself', () => {
    expect(queueQuery({ cohort: '2027' }, 2027)).toBeNull();
    expect(queueQuery({ q: '张' }, 2027)).toEqual({ filter: { cohort: 2027, q: '张' }, sort: 'studentNo' });
  });
});
