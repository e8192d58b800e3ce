import type { Scope } from '../context/index.js';
import { scopeWhere } from './index.js';

function where(scope: Scope, schoolId: number | null = 7, columns = {}): { sql: string; params: unknown[] } {
  const params: unknown[] = ['before'];
  return { sql: scopeWhere({ scope, schoolId }, 'c', params, columns), params };
}

describe('scopeWhere', () => {
  it('limits the whole school to its own rows', () => {
    expect(where({ kind: 'school' })).toEqual({ sql: 'c.school_id = $2', params: ['before', 7] });
  });

  it('joins colleges and classes by or, inside the school', () => {
    expect(where({ kind: 'units', collegeIds: ['a'], classIds: ['b'] })).toEqual({
      sql: 'c.school_id = $2 and (c.college_id = any($3::uuid[]) or c.class_id = any($4::uuid[]))',
      params: ['before', 7, ['a'], ['b']],
    });
  });

  it('leaves out what there is none of, and shows nothing to a scope without units', () => {
    expect(where({ kind: 'units', collegeIds: [], classIds: ['b'] }).sql).toBe(
      'c.school_id = $2 and (c.class_id = any($3::uuid[]))',
    );
    expect(where({ kind: 'units', collegeIds: [], classIds: [] }).sql).toBe('c.school_id = $2 and false');
    expect(where({ kind: 'applicant', accountId: 'a' }).sql).toBe('c.school_id = $2 and false');
  });

  it('limits employer and student to themselves', () => {
    expect(where({ kind: 'employer', employerId: 'e' }).sql).toBe('c.school_id = $2 and c.employer_id = $3');
    expect(where({ kind: 'student', studentId: 's' }, 7, { student: 'id' }).sql).toBe('c.school_id = $2 and c.id = $3');
  });

  it('refuses scopes and tables that do not fit, instead of showing everything', () => {
    expect(() => where({ kind: 'school' }, null)).toThrow(/no school/);
    expect(() => where({ kind: 'employer', employerId: 'e' }, 7, { employer: null })).toThrow(/does not apply/);
    for (const kind of ['platform', 'public', 'system'] as const)
      expect(() => where({ kind })).toThrow(/reaches no tenant/);
  });
});
