import type { Actor, Grant } from '../context/index.js';
import { holdsFor, rolesCovering } from './index.js';
import { unitsOf } from './roles.js';

const counsellor: Grant = { role: 'counsellor', collegeIds: null, classIds: ['class-1'] };
const college: Grant = { role: 'college_admin', collegeIds: ['college-1'], classIds: null };
const center: Grant = { role: 'center_admin', collegeIds: null, classIds: null };
const row = { collegeId: 'college-1', classId: 'class-1' };

const ctx = (...grants: Grant[]): { actor: Actor } => ({
  actor: { accountId: 'a', audience: 'teacher', displayName: '', grants },
});

describe('roles', () => {
  it('counts a grant only where it covers the row', () => {
    expect(rolesCovering(ctx(counsellor, college, center), row)).toEqual(['counsellor', 'college', 'center']);
    expect(rolesCovering(ctx(counsellor, college), { collegeId: 'college-1', classId: 'class-2' })).toEqual([
      'college',
    ]);
    expect(rolesCovering(ctx(counsellor, college), { collegeId: 'college-2', classId: 'class-2' })).toEqual([]);
  });

  it('gives no review role to those who only look, nor to unknown roles', () => {
    expect(rolesCovering(ctx({ role: 'auditor', collegeIds: null, classIds: null }), row)).toEqual([]);
    expect(rolesCovering(ctx({ role: 'toString', collegeIds: null, classIds: null }), row)).toEqual([]);
  });

  it('keeps the rights of two roles apart by row', () => {
    const both = ctx(counsellor, { role: 'auditor', collegeIds: null, classIds: null });
    expect(holdsFor(both, 'case.review', row)).toBe(true);
    expect(holdsFor(both, 'case.review', { collegeId: 'college-2', classId: 'class-9' })).toBe(false);
  });

  it('unites units, and lets one school-wide grant cover all', () => {
    expect(unitsOf([counsellor, college])).toEqual({ kind: 'units', collegeIds: ['college-1'], classIds: ['class-1'] });
    expect(unitsOf([counsellor, center])).toEqual({ kind: 'school' });
    expect(unitsOf([])).toEqual({ kind: 'units', collegeIds: [], classIds: [] });
  });
});
