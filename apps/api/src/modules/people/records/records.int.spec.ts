import type { World } from '../../agreements/testing/world.js';
import type { RecordPage } from '../http/records.dto.js';
import type { HolderPage, PersonalRightsView, RightsView } from '../http/rights.dto.js';
import type { StaffDetail } from '../http/staff.dto.js';
import { PeopleBench, type Person } from '../testing/people-bench.js';

let bench: PeopleBench;
let world: World;
let center: Person;
let auditor: Person;

beforeAll(async () => {
  bench = await PeopleBench.open();
});
afterAll(() => bench.close());
beforeEach(async () => {
  world = await bench.world();
  center = await bench.signIn(await world.staff('center_admin'));
  auditor = await bench.signIn(await world.staff('auditor'));
});

const told = async (who: Person, query = ''): Promise<string[]> =>
  (await who.get<RecordPage>(`records?${query}`)).body.items.map((row) => row.sentence);

describe('the record of acts on accounts', () => {
  it('tells in sentences who did what to whom and why, newest first', async () => {
    const teacher = await world.staff('counsellor', { classOf: 0 });
    const path = `staff/${teacher.actor.accountId}`;
    const grants = [{ role: 'auditor', collegeIds: [], classIds: [] }];
    await center.put(path, { version: 1, name: '欧阳静', phone: '13800000021' });
    await center.put(`${path}/grants`, { version: 2, grants });
    bench.clock.advance(1000);
    await center.post(`${path}/disable`, { version: 3, reason: '调离本校' });
    const { body } = await auditor.get<RecordPage>('records');
    expect(body.items[0]).toMatchObject({
      sentence: '停用账号',
      reason: '调离本校',
      groupLabel: '停用和解锁',
      refused: false,
      actor: { id: center.id, name: center.ctx.actor.displayName, role: '就业中心管理员' },
      subject: { id: teacher.actor.accountId, name: '欧阳静', role: '教师' },
    });
    expect(await told(auditor)).toEqual([
      '停用账号',
      '角色从“辅导员（软工01）”改为“审计员（全校）”',
      expect.stringMatching(/^修改了资料（姓名：counsellor\d+ → 欧阳静；手机：无 → 138\*\*\*\*0021）$/),
    ]);
    expect(await told(auditor, 'group=state')).toEqual(['停用账号']);
    expect(await told(auditor, `q=${encodeURIComponent('欧阳')}`)).toHaveLength(3);
    expect(await told(auditor, `q=${center.ctx.actor.displayName}`)).toHaveLength(3);
    expect(await told(auditor, `accountId=${center.id}`)).toEqual([]);
    expect(await told(auditor, 'q=nobody')).toEqual([]);
    expect(await told(auditor, 'from=2027-04-13')).toEqual([]);
    expect(await told(auditor, 'from=2027-04-12&to=2027-04-12')).toHaveLength(3);
  });

  it('stays inside the school, and is closed to those who may not look', async () => {
    const student = await world.student();
    await bench.rows('update account set activated_at = now() where id = $1', [student.accountId]);
    await center.post(`student-accounts/${student.id}/reset-password`, { version: 1, reason: '本人申请' });
    expect(await told(center)).toEqual(['重置为初始密码']);
    const elsewhere = await bench.signIn(await (await bench.world()).staff('auditor'));
    expect(await told(elsewhere)).toEqual([]);
    expect(await told(elsewhere, `accountId=${student.accountId}`)).toEqual([]);
    const staff = await bench.signIn(await world.staff('center_staff'));
    expect((await staff.get('records')).status).toBe(403);
  });

  it('shows operators their own acts, and no school’s', async () => {
    const operator = await bench.operator(`operator${world.schoolCode}`);
    const teacher = await world.staff('auditor');
    await center.post(`staff/${teacher.actor.accountId}/disable`, { version: 1, reason: '调离本校' });
    await operator.post(`schools/${world.schoolCode}/admins`, { login: 'C1', name: '秦淑仪' });
    expect((await told(operator)).sort()).toEqual(
      ['开通账号 C1', '角色从“没有角色”改为“就业中心管理员（全校）”'].sort(),
    );
  });
});

describe('who may do what', () => {
  it('is the catalogue that the guard goes by', async () => {
    const { body } = await center.get<RightsView>('rights');
    const role = (code: string) => body.roles.find((one) => one.code === code);
    expect(role('center_admin')).toMatchObject({ label: '就业中心管理员', reachLabel: '全校', people: 1 });
    expect(role('auditor')?.permissions).not.toContain('case.review');
    const shown = new Set(body.sections.flatMap((section) => section.permissions.map((one) => one.code)));
    for (const { permissions } of body.roles) for (const code of permissions) expect(shown).toContain(code);
  });

  it('names the people of a permission with their reach, within one’s own', async () => {
    await world.staff('counsellor', { classOf: 0 });
    const elsewhere = await world.staff('counsellor', { classOf: 1 });
    const college = await bench.signIn(await world.staff('college_admin', { college: 0 }));
    const of = async (who: Person, permission: string) =>
      (await who.get<HolderPage>(`rights/holders?permission=${permission}`)).body.items.map((row) => [
        row.name.replace(/\d+$/, ''),
        row.grants.map((grant) => grant.scopeLabel).join(),
      ]);
    expect((await of(center, 'case.review')).sort()).toEqual(
      [
        ['center_admin', '全校'],
        ['college_admin', '第01学院'],
        ['counsellor', '软工01'],
        ['counsellor', '软工02'],
      ].sort(),
    );
    expect((await of(college, 'case.review')).sort()).toEqual(
      [
        ['college_admin', '第01学院'],
        ['counsellor', '软工01'],
      ].sort(),
    );
    expect(await of(center, 'policy.manage')).toEqual([['center_admin', '全校']]);
    expect((await college.get(`rights/people/${elsewhere.actor.accountId}`)).status).toBe(404);
    expect((await center.get('rights/holders?permission=nothing')).status).toBe(422);
  });

  it('of one person tells each right with all the places it holds in', async () => {
    const teacher = await world.staff('counsellor', { classOf: 0 });
    const { version } = (await center.get<StaffDetail>(`staff/${teacher.actor.accountId}`)).body;
    await center.put(`staff/${teacher.actor.accountId}/grants`, {
      version,
      grants: [
        { role: 'counsellor', collegeIds: [], classIds: [world.colleges[0].classId] },
        { role: 'college_admin', collegeIds: [world.colleges[1].id], classIds: [] },
        { role: 'auditor', collegeIds: [], classIds: [] },
      ],
    });
    const { body } = await center.get<PersonalRightsView>(`rights/people/${teacher.actor.accountId}`);
    const place = (code: string): string | undefined =>
      body.sections.flatMap((section) => section.rights).find((right) => right.code === code)?.scopeLabel;
    expect(place('case.review')).toBe('第02学院；软工01');
    expect(place('case.mark_seal')).toBe('第02学院');
    expect(place('audit.read')).toBe('全校');
    expect(place('staff.manage')).toBeUndefined();
  });
});
