import type { RequestContext } from '../../../platform/context/index.js';
import type { AppError } from '../../../platform/http/index.js';
import { Bench, codeOf } from '../../agreements/testing/bench.js';
import { SCHOOL } from '../../agreements/testing/values.js';
import type { World } from '../../agreements/testing/world.js';
import { AgreementPrintSource } from '../../agreements/print/agreement-print-source.js';
import { ClassCounsellors } from './class-counsellors.js';
import { OrgDesk } from './org-desk.js';
import { OrgTrees } from './org-tree.js';
import type { OrgTree } from './org.dto.js';

let bench: Bench;
let desk: OrgDesk;
let trees: OrgTrees;
let counsellors: ClassCounsellors;
let world: World;
let center: RequestContext;

beforeAll(async () => {
  bench = await Bench.open();
  desk = bench.app.get(OrgDesk, { strict: false });
  trees = bench.app.get(OrgTrees, { strict: false });
  counsellors = bench.app.get(ClassCounsellors, { strict: false });
});
beforeEach(async () => {
  world = await bench.world();
  center = await world.staff('center_admin');
});
afterAll(() => bench.close());

const COLLEGE = { code: '09', name: '文学院', contact: '李望舒', phone: '0731-80002209' };
const MAJOR = { code: '050101', name: '汉语言文学', levelCode: '31', lengthYears: 4 };
const tree = (ctx: RequestContext = center): Promise<OrgTree> => trees.tree(ctx, world.cohort);
const refusal = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => Promise.reject(new Error('was not refused')),
    (error: unknown) => error as AppError,
  );
const fieldsOf = (error: AppError): (string | undefined)[] => [
  error.code,
  ...(error.errors ?? []).map((one) => one.field),
];
const actions = async (type: string, id: string): Promise<string[]> =>
  (
    await bench.rows<{ action: string }>(
      `select body ->> 'action' as action from audit_entry where aggregate_type = $1 and aggregate_id = $2 order by seq`,
      [type, id],
    )
  ).map((row) => row.action);

describe('the tree', () => {
  it('is made, changed, taken out of use and deleted, and every step is written down', async () => {
    const college = await desk.addCollege(center, COLLEGE);
    const major = await desk.addMajor(center, { ...MAJOR, collegeId: college.id, lengthYears: 2.5 });
    const klass = await desk.addClass(center, {
      code: 'W2701',
      name: '汉语言2701班',
      majorId: major.id,
      cohort: 2027,
      lengthYears: null,
    });
    const made = await tree();
    expect(made.colleges.at(-1)).toMatchObject({ ...COLLEGE, active: true, version: 1 });
    expect(made.majors.find((one) => one.id === major.id)).toMatchObject({ lengthYears: 2.5, collegeId: college.id });
    expect(made.classes.find((one) => one.id === klass.id)).toMatchObject({ lengthYears: null, students: 0 });

    const renamed = await desk.editCollege(center, college.id, { ...COLLEGE, name: '文学与传播学院', version: 1 });
    expect(renamed.version).toBe(2);
    await desk.editMajor(center, major.id, { ...MAJOR, levelCode: '11', lengthYears: 3, version: 1 });
    await desk.editClass(center, klass.id, {
      code: null,
      name: '汉语言研一班',
      majorId: major.id,
      cohort: 2027,
      lengthYears: 1.5,
      version: 1,
    });
    const off = await desk.setActive(center, 'class', klass.id, { version: 2, active: false });
    expect((await tree()).classes.find((one) => one.id === klass.id)).toMatchObject({
      name: '汉语言研一班',
      code: null,
      lengthYears: 1.5,
      active: false,
    });
    await desk.remove(center, 'class', klass.id, { version: off.version });
    await desk.remove(center, 'major', major.id, { version: 2 });
    await desk.remove(center, 'college', college.id, { version: 2 });
    expect((await tree()).colleges.map((one) => one.code)).toEqual(['01', '02']);
    expect(await actions('school_class', klass.id)).toEqual(['org.add', 'org.edit', 'org.edit', 'org.remove']);
    expect(await actions('college', college.id)).toEqual(['org.add', 'org.edit', 'org.remove']);
  });

  it('has each code and name once, and says so at the field', async () => {
    const [own] = world.colleges;
    expect(fieldsOf(await refusal(desk.addCollege(center, { ...COLLEGE, code: '01' })))).toEqual([
      'VALIDATION_FAILED',
      'code',
    ]);
    expect(fieldsOf(await refusal(desk.addCollege(center, { ...COLLEGE, name: '第01学院' })))).toEqual([
      'VALIDATION_FAILED',
      'name',
    ]);
    const twin = { code: '080902', name: '软件', levelCode: '31', lengthYears: 4, collegeId: own.id };
    expect(fieldsOf(await refusal(desk.addMajor(center, twin)))).toEqual(['VALIDATION_FAILED', 'code']);
    // the same major for another level of study, or in another college, is another one
    await desk.addMajor(center, { ...twin, levelCode: '11' });
    const klass = { code: 'A1', name: '软工01', majorId: own.majorId, cohort: 2027, lengthYears: null };
    expect(fieldsOf(await refusal(desk.addClass(center, klass)))).toEqual(['VALIDATION_FAILED', 'name']);
    await desk.addClass(center, { ...klass, name: '软工03' });
    expect(fieldsOf(await refusal(desk.addClass(center, { ...klass, name: '软工04' })))).toEqual([
      'VALIDATION_FAILED',
      'code',
    ]);
    expect(fieldsOf(await refusal(desk.addClass(center, { ...klass, code: null, cohort: 2040 })))).toEqual([
      'VALIDATION_FAILED',
      'cohort',
    ]);
    expect(fieldsOf(await refusal(desk.addMajor(center, { ...twin, code: 'X', lengthYears: 2.25 })))).toEqual([
      'VALIDATION_FAILED',
      'lengthYears',
    ]);
  });

  it('begins nothing new below what was taken out of use, and leaves what is there', async () => {
    const [own] = world.colleges;
    await desk.setActive(center, 'college', own.id, { version: 1, active: false });
    expect(await codeOf(desk.addMajor(center, { ...MAJOR, collegeId: own.id }))).toBe('NOT_ALLOWED_NOW');
    await desk.setActive(center, 'major', own.majorId, { version: 1, active: false });
    const klass = { code: null, name: '软工01', majorId: own.majorId, cohort: 2027, lengthYears: null };
    expect(await codeOf(desk.addClass(center, { ...klass, name: '软工09' }))).toBe('NOT_ALLOWED_NOW');
    expect((await desk.editClass(center, own.classId, { ...klass, name: '软工甲', version: 1 })).version).toBe(2);
  });

  it('keeps what is in use, and says by what', async () => {
    const [own] = world.colleges;
    await world.student();
    await world.student();
    await world.staff('college_admin', { college: 0 });
    await world.staff('counsellor', { classOf: 0 });
    const college = await refusal(desk.remove(center, 'college', own.id, { version: 1 }));
    expect([college.code, college.detail]).toEqual([
      'IN_USE',
      '学院「第01学院」还有1 个专业、1 位老师的权限、2 名学生，不能删除。不再用的话可以停用。',
    ]);
    expect((await refusal(desk.remove(center, 'class', own.classId, { version: 1 }))).detail).toContain(
      '1 位辅导员、2 名学生',
    );
    expect((await refusal(desk.remove(center, 'major', own.majorId, { version: 1 }))).detail).toContain('1 个班级');
    const moved = { code: null, name: '软工01', majorId: own.majorId, cohort: 2027, lengthYears: null, version: 1 };
    await bench.rows('insert into cohort (school_id, year) values ($1, 2028)', [world.schoolId]);
    expect(await codeOf(desk.editClass(center, own.classId, { ...moved, cohort: 2028 }))).toBe('IN_USE');
    const major = { ...MAJOR, code: '080902', name: '软件工程', version: 1 };
    expect(await codeOf(desk.editMajor(center, own.majorId, { ...major, levelCode: '11' }))).toBe('IN_USE');
    expect((await desk.editMajor(center, own.majorId, { ...major, lengthYears: 5 })).version).toBe(2);
  });

  it('stands in the order that people give it', async () => {
    const third = await desk.addCollege(center, COLLEGE);
    const ids = [third.id, world.colleges[1].id, world.colleges[0].id];
    await desk.reorder(center, null, { order: ids });
    expect((await tree()).colleges.map((one) => one.id)).toEqual(ids);
    expect(await codeOf(desk.reorder(center, null, { order: ids.slice(1) }))).toBe('CONFLICT');
    expect(await codeOf(desk.reorder(center, null, { order: [...ids.slice(1), world.colleges[0].majorId] }))).toBe(
      'NOT_FOUND',
    );
    const second = await desk.addMajor(center, { ...MAJOR, collegeId: world.colleges[0].id });
    await desk.reorder(center, world.colleges[0].id, { order: [second.id, world.colleges[0].majorId] });
    expect((await tree()).majors.filter((one) => one.collegeId === world.colleges[0].id).map((one) => one.id)).toEqual([
      second.id,
      world.colleges[0].majorId,
    ]);
  });

  it('renaming a college, a major, a class and the school leaves signed agreements as they were', async () => {
    const [college, employer, student] = [
      await world.staff('college_admin', { college: 0 }),
      await world.employer(),
      await world.student(),
    ];
    const signing = await bench.signing(employer, student, [college, center]);
    const source = bench.app.get(AgreementPrintSource, { strict: false });
    const [before] = await source.contents(center, [signing.id]);
    const [own] = world.colleges;
    await desk.editCollege(center, own.id, { ...COLLEGE, version: 1 });
    await desk.editMajor(center, own.majorId, { ...MAJOR, version: 1 });
    const klass = { code: null, name: '新班名', majorId: own.majorId, cohort: 2027, lengthYears: null, version: 1 };
    await desk.editClass(center, own.classId, klass);
    await bench.rows(`update school set name = '新校名' where id = $1`, [world.schoolId]);
    const [after] = await source.contents(center, [signing.id]);
    expect(after?.student).toEqual(before?.student);
    expect(after?.school.name).toBe(before?.school.name);
    expect(after?.contentHash).toBe(before?.contentHash);
    const shown = await bench.cases.get(student.ctx, signing.id);
    expect(shown.student).toMatchObject({ collegeName: '第01学院', majorName: '软件工程', className: '软工01' });
    expect(shown.school).toMatchObject(SCHOOL);
  });
});

describe('several people at the tree', () => {
  it('one of many edits of the same version wins', async () => {
    const codes = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        codeOf(desk.editCollege(center, world.colleges[0].id, { ...COLLEGE, name: `学院${i}`, version: 1 })),
      ),
    );
    expect(codes.filter((code) => code === 'OK')).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['OK', 'STALE_VERSION']));
  });

  it('one of many new colleges gets the code, and one the name', async () => {
    const same = await Promise.all(
      Array.from({ length: 10 }, (_, i) => codeOf(desk.addCollege(center, { ...COLLEGE, name: `学院${i}` }))),
    );
    expect(same.filter((code) => code === 'OK')).toHaveLength(1);
    const named = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        codeOf(desk.addCollege(center, { ...COLLEGE, code: `X${i}`, name: '同名' })),
      ),
    );
    expect(named.filter((code) => code === 'OK')).toHaveLength(1);
    expect(new Set([...same, ...named])).toEqual(new Set(['OK', 'VALIDATION_FAILED']));
  });
});

describe('who may see and change it', () => {
  it('everybody sees what their units belong to', async () => {
    const klass = await desk.addClass(center, {
      code: null,
      name: '姐妹班',
      majorId: world.colleges[0].majorId,
      cohort: 2027,
      lengthYears: null,
    });
    const college = await tree(await world.staff('college_admin', { college: 1 }));
    expect(college.colleges.map((one) => one.id)).toEqual([world.colleges[1].id]);
    expect(college.majors.map((one) => one.id)).toEqual([world.colleges[1].majorId]);
    const own = await tree(await world.staff('counsellor', { classOf: 0 }));
    expect(own.colleges.map((one) => one.id)).toEqual([world.colleges[0].id]);
    expect(own.classes.map((one) => one.id)).toEqual([world.colleges[0].classId]);
    expect(own.classes.map((one) => one.id)).not.toContain(klass.id);
    expect((await tree()).classes).toHaveLength(3);
  });

  it('nobody changes it who has not the whole school in view', async () => {
    const college = await world.staff('college_admin', { college: 0 });
    expect(await codeOf(desk.addCollege(college, COLLEGE))).toBe('FORBIDDEN');
    expect(await codeOf(counsellors.set(college, world.colleges[0].classId, { version: 1, accountIds: [] }))).toBe(
      'FORBIDDEN',
    );
  });

  it('units of another school are not there', async () => {
    const elsewhere = await (await bench.world()).staff('center_admin');
    const [own] = world.colleges;
    const work = [
      desk.editCollege(elsewhere, own.id, { ...COLLEGE, version: 1 }),
      desk.editMajor(elsewhere, own.majorId, { ...MAJOR, version: 1 }),
      desk.addMajor(elsewhere, { ...MAJOR, collegeId: own.id }),
      desk.setActive(elsewhere, 'class', own.classId, { version: 1, active: false }),
      desk.remove(elsewhere, 'college', own.id, { version: 1 }),
      desk.reorder(elsewhere, own.id, { order: [own.majorId] }),
      counsellors.set(elsewhere, own.classId, { version: 1, accountIds: [] }),
    ];
    expect(await Promise.all(work.map(codeOf))).toEqual(work.map(() => 'NOT_FOUND'));
    const klass = { code: null, name: 'x', majorId: own.majorId, cohort: 2027, lengthYears: null };
    expect(await codeOf(desk.addClass(elsewhere, klass))).toBe('NOT_FOUND');
  });
});

describe('counsellors of a class', () => {
  const classesOf = async (ctx: RequestContext): Promise<string[]> =>
    (
      await bench.rows<{ ids: string[] }>('select class_ids as ids from account_grant where account_id = $1', [
        ctx.actor.accountId,
      ])
    )[0]?.ids ?? [];

  it('are written into their grants, with the account told as changed and a line in its history', async () => {
    const [one, two] = [
      await world.staff('counsellor', { classOf: 0 }),
      await world.staff('counsellor', { classOf: 1 }),
    ];
    const classId = world.colleges[0].classId;
    const twoId = two.actor.accountId as string;
    await counsellors.set(center, classId, { version: 1, accountIds: [twoId] });
    expect(await classesOf(one)).toEqual([]);
    expect(await classesOf(two)).toEqual([world.colleges[1].classId, classId]);
    expect((await tree()).classes.find((klass) => klass.id === classId)).toMatchObject({
      counsellorIds: [twoId],
      version: 2,
    });
    expect((await tree()).counsellors.find((each) => each.id === twoId)).toMatchObject({ classes: 2, byClass: true });
    expect(await actions('account', twoId)).toEqual(['staff.classes']);
    expect(await actions('account', one.actor.accountId as string)).toEqual(['staff.classes']);
    const [account] = await bench.rows<{ version: number }>('select version from account where id = $1', [twoId]);
    expect(account?.version).toBe(2);
    // the same again changes nobody
    await counsellors.set(center, classId, { version: 2, accountIds: [twoId] });
    expect(await actions('account', twoId)).toHaveLength(1);
  });

  it('are counsellors who go by classes, of this school, and nobody else', async () => {
    const classId = world.colleges[0].classId;
    const strangers = [
      (await world.staff('college_admin', { college: 0 })).actor.accountId as string,
      (await world.student()).accountId,
      (await (await bench.world()).staff('counsellor', { classOf: 0 })).actor.accountId as string,
    ];
    for (const id of strangers)
      expect(fieldsOf(await refusal(counsellors.set(center, classId, { version: 1, accountIds: [id] })))).toEqual([
        'VALIDATION_FAILED',
        'accountIds',
      ]);
  });

  it('one of two settings of the same version wins', async () => {
    const ids = [await world.staff('counsellor', { classOf: 1 }), await world.staff('counsellor', { classOf: 1 })].map(
      (ctx) => ctx.actor.accountId as string,
    );
    const codes = await Promise.all(
      ids.map((id) => codeOf(counsellors.set(center, world.colleges[0].classId, { version: 1, accountIds: [id] }))),
    );
    expect(codes.sort()).toEqual(['OK', 'STALE_VERSION']);
  });
});
