import { PERMISSIONS, ROLES } from './permissions.js';
import { grantProblem, permissionSections, rolesOf, TEACHER_ROLES } from './rights.js';

describe('rights', () => {
  it('shows each permission that a role of the audience holds, once', () => {
    for (const audience of ['teacher', 'student', 'employer', 'platform'] as const) {
      const shown = permissionSections(audience).flatMap((section) => section.permissions.map((each) => each.code));
      const held = new Set(rolesOf(audience).flatMap((role) => [...ROLES[role].permissions]));
      expect([...shown].sort()).toEqual([...held].sort());
      for (const code of shown) expect(PERMISSIONS[code]).toBeTruthy();
    }
  });

  it('knows the reach of every role that a teacher can have', () => {
    expect([...TEACHER_ROLES].sort()).toEqual(rolesOf('teacher').sort());
  });

  it.each([
    ['center_admin', [], [], null],
    ['center_admin', ['c'], [], '就业中心管理员管全校，不用选学院和班级。'],
    ['auditor', [], ['k'], '审计员管全校，不用选学院和班级。'],
    ['college_admin', ['c'], [], null],
    ['college_admin', [], [], '请给学院管理员选至少一个学院。'],
    ['college_admin', ['c'], ['k'], '学院管理员按学院管，不能选班级。'],
    ['counsellor', [], ['k'], null],
    ['counsellor', ['c'], [], null],
    // without units the grant would count for the whole school
    ['counsellor', [], [], '请给辅导员选至少一个班级或学院。'],
  ] as const)('%s with %j %j: %s', (role, collegeIds, classIds, problem) => {
    expect(grantProblem(role, { collegeIds, classIds })).toBe(problem);
  });
});
