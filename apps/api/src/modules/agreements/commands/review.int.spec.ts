import type { RequestContext } from '../../../platform/context/index.js';
import { Bench, codeOf } from '../testing/bench.js';
import { ACCEPT, ALL_BLOCKS, goodValues, SCHOOL } from '../testing/values.js';
import { testPolicy, type Employer, type Student, type World } from '../testing/world.js';

let bench: Bench;
let world: World;
let employer: Employer;
let student: Student;
let college: RequestContext;
let center: RequestContext;

beforeAll(async () => {
  bench = await Bench.open();
  world = await bench.world();
  college = await world.staff('college_admin', { college: 0 });
  center = await world.staff('center_admin');
});
beforeEach(async () => {
  employer = await world.employer();
  student = await world.student();
});
afterAll(() => bench.close());

const c = () => bench.commands;

describe('review', () => {
  it('prefills the form with what the reviewer wrote last', async () => {
    const reviewer = await world.staff('college_admin', { college: 0 });
    const first = await bench.accepted(employer, student);
    expect((await bench.cases.get(reviewer, first.id)).reviewPrefill).toMatchObject({ contact: '王知微' });
    await c().pass(reviewer, first.id, { version: first.version, school: { ...SCHOOL, contact: '韩雪梅' } });
    const second = await bench.accepted(await world.employer(), await world.student());
    expect((await bench.cases.get(reviewer, second.id)).reviewPrefill).toMatchObject({
      contact: '韩雪梅',
      postcode: '410082',
    });
    expect((await bench.cases.get(student.ctx, first.id)).reviewPrefill).toBeNull();
  });

  it('sends back with the reason; the unit corrects, looks at every block again and sends again', async () => {
    const accepted = await bench.accepted(employer, student);
    const failed = await c().fail(college, accepted.id, {
      version: accepted.version,
      reasonCode: 'terms',
      reasonText: '试用期写错了',
    });
    expect(failed.state).toBe('DRAFT_EMP');
    const draft = await bench.cases.get(employer.ctx, accepted.id);
    expect(draft).toMatchObject({ state: 'DRAFT_EMP', confirmed: [] });
    expect(draft.events.at(-1)).toMatchObject({ reasonLabel: '工作条款不完整或不合规', reasonText: '试用期写错了' });
    expect(draft.student.idNo).toBeNull();
    const seen = await bench.cases.get(student.ctx, accepted.id);
    expect(seen).toMatchObject({ stateLabel: '退回单位修改', terms: { post: null, insurance: [] } });

    const saved = await c().saveDraft(
      employer.ctx,
      draft.id,
      { version: draft.version, values: { terms: { probationMonths: 2 } }, confirmed: ALL_BLOCKS },
      2027,
    );
    const sent = await c().send(employer.ctx, draft.id, { version: saved.version }, 2027);
    const again = await c().accept(student.ctx, sent.id, { version: sent.version, ...ACCEPT });
    expect(again).toMatchObject({ state: 'REVIEW', reviewLevel: 1, terms: { probationMonths: 2 } });
    expect(again.progress.find((step) => step.key === 'review:1')?.status).toBe('now');
  });

  it('ends the case where the school wants that', async () => {
    const strict = await bench.world(testPolicy({ review: { fail_to: 'closed' } }));
    const [unit, person] = [await strict.employer(), await strict.student()];
    const reviewer = await strict.staff('college_admin', { college: 0 });
    const accepted = await bench.accepted(unit, person);
    const failed = await c()
      .fail(reviewer, accepted.id, { version: accepted.version, reasonCode: 'salary', reasonText: 'x' })
      .catch((e: unknown) => e);
    expect(failed).toMatchObject({ code: 'REASON_REQUIRED' });
    const closed = await c().fail(reviewer, accepted.id, { version: accepted.version, reasonCode: 'student_info' });
    expect(closed.state).toBe('RETURNED_CLOSED');
    expect(closed.progress.find((step) => step.key === 'review:1')?.status).toBe('failed');
  });

  it('is taken back by the one who passed, while nobody has gone on', async () => {
    const passed = await bench.pass(college, await bench.accepted(employer, student));
    expect(passed.availableActions.find((a) => a.action === 'claw_back')).toMatchObject({ allowed: true });
    const colleague = await world.staff('college_admin', { college: 0 });
    expect(await codeOf(c().clawBack(colleague, passed.id, { version: passed.version }))).toBe('CLAW_BACK_NOT_YOURS');
    const back = await c().clawBack(college, passed.id, { version: passed.version });
    expect(back).toMatchObject({ state: 'REVIEW', reviewLevel: 1 });
    expect(back.progress.find((step) => step.key === 'review:1')).toMatchObject({ status: 'now', byName: null });
  });

  it('taken back out of signing leaves the fixed revision behind; the next one has another fingerprint', async () => {
    const first = await bench.signing(employer, student, [college, center]);
    const back = await c().clawBack(center, first.id, { version: first.version });
    expect(back).toMatchObject({
      state: 'REVIEW',
      reviewLevel: 2,
      revision: 2,
      contentHash: null,
      agreementNo: first.agreementNo,
    });
    const second = await c().pass(center, first.id, {
      version: back.version,
      school: { ...SCHOOL, contact: '李望舒' },
    });
    expect(second).toMatchObject({ state: 'SIGNING', revision: 2, agreementNo: first.agreementNo });
    expect(second.contentHash).not.toBe(first.contentHash);
    const stale = await c()
      .sign(student.ctx, second.id, {
        version: second.version,
        contentHash: first.contentHash ?? '',
        consentVersion: ACCEPT.consentVersion,
        method: 'typed',
        typedName: student.name,
      })
      .catch((error: unknown) => error);
    expect(stale).toMatchObject({ code: 'HASH_MISMATCH' });
    expect(await bench.count('case_revision where case_id = $1', [first.id])).toBe(2);
    const signed = await bench.sign(student, second);
    expect(await codeOf(c().clawBack(center, signed.id, { version: signed.version }))).toBe('CLAW_BACK_NOT_YOURS');
  });

  it('is not for an auditor, nor for a role that does not cover the row', async () => {
    const accepted = await bench.accepted(employer, student);
    const auditor = await world.staff('auditor');
    expect(await codeOf(bench.pass(auditor, accepted))).toBe('NOT_YOUR_LEVEL');
    expect((await bench.cases.get(auditor, accepted.id)).availableActions.filter((a) => a.allowed)).toEqual([]);
  });

  it('skips to signing where the school does not review', async () => {
    const quick = await bench.world(
      testPolicy({ review: { levels: { employer_invite: [], student_to_employer: [], student_with_proof: [] } } }),
    );
    const accepted = await bench.accepted(await quick.employer(), await quick.student());
    expect(accepted).toMatchObject({ state: 'SIGNING', reviewLevel: 0 });
    expect(accepted.contentHash).not.toBeNull();
  });
});

describe('a case keeps the parameters that it was sent under', () => {
  it('whatever the school decides later', async () => {
    const changing = await bench.world();
    const reviewer = await changing.staff('college_admin', { college: 0 });
    const accepted = await bench.accepted(await changing.employer(), await changing.student());
    await changing.addPolicy(
      2,
      testPolicy({
        review: { levels: { employer_invite: ['counsellor'], student_to_employer: [], student_with_proof: [] } },
      }),
      '2027-01-01',
    );
    expect((await bench.pass(reviewer, accepted)).reviewLevel).toBe(2);
    const later = await bench.accepted(await changing.employer(), await changing.student());
    expect(later.stateLabel).toBe('辅导员审核中');
  });
});

describe('a draft', () => {
  it('starts with what this person wrote the last time', async () => {
    await bench.invited(employer, student);
    const next = await c().createDraft(employer.ctx, 2027, { studentId: (await world.student()).id });
    expect(next.terms).toMatchObject({ post: '软件开发工程师（MES）', salaryRegular: 8500 });
    expect(next.employer).toMatchObject({ name: employer.name, natureCode: '31', contactName: '周敏' });
    expect(next.confirmed).toEqual([]);
    expect(next.remainingInvites).toBe(5);
  });

  it('loses the tick of a block whose values change, and never the facts of the certified unit', async () => {
    const draft = await bench.draft(employer, student);
    const values = { ...goodValues(), employer: { ...goodValues().employer, name: '别的公司', creditCode: 'X' } };
    values.terms = { ...values.terms, salaryRegular: 9000 };
    const saved = await c().saveDraft(
      employer.ctx,
      draft.id,
      { version: draft.version, values, confirmed: ALL_BLOCKS },
      2027,
    );
    expect(saved.confirmed).toEqual(['employer', 'archive', 'breach']);
    expect(saved.employer.name).toBe(employer.name);
    const warned = await c().saveDraft(
      employer.ctx,
      draft.id,
      { version: saved.version, values: { breach: { penalty: 8000 } }, confirmed: [] },
      2027,
    );
    expect(warned.warnings.map((warning) => warning.path)).toContain('breach.penalty');
  });

  it('that is thrown away is gone for the others', async () => {
    const draft = await bench.draft(employer, student);
    expect(await codeOf(bench.cases.get(student.ctx, draft.id))).toBe('NOT_FOUND');
    expect(await codeOf(bench.cases.get(center, draft.id))).toBe('NOT_FOUND');
    const gone = await c().discard(employer.ctx, draft.id, { version: draft.version }, 2027);
    expect(gone.state).toBe('WITHDRAWN');
    expect((await c().createDraft(employer.ctx, 2027, { studentId: student.id })).state).toBe('DRAFT_EMP');
  });
});

it('what was sent, taken back and thrown away shows the student no terms', async () => {
  const sent = await bench.invited(employer, student);
  const draft = await c().withdraw(employer.ctx, sent.id, { version: sent.version }, 2027);
  await c().discard(employer.ctx, sent.id, { version: draft.version }, 2027);
  const seen = await bench.cases.get(student.ctx, sent.id);
  expect(seen).toMatchObject({ stateLabel: '单位已撤回', terms: { post: null, salaryRegular: null }, warnings: [] });
  expect(seen.employer.name).toBe(employer.name);
});

describe('reveal', () => {
  it('shows one value to somebody who says why, and leaves a record', async () => {
    const accepted = await bench.accepted(employer, student);
    const shown = await c().reveal(college, accepted.id, { field: 'idNo', reason: '核对身份证复印件' });
    expect(shown.value).toBe('11010120020101004X');
    expect(
      await bench.count("audit_entry where aggregate_id = $1 and body ->> 'action' = 'case.reveal'", [accepted.id]),
    ).toBe(1);
    const seen = await bench.rows('select kind, fields, by_name, by_role, reason from personal_access');
    expect(seen).toEqual([
      {
        kind: 'reveal',
        fields: ['idNo'],
        by_name: college.actor.displayName,
        by_role: '学院管理员',
        reason: '核对身份证复印件',
      },
    ]);
    const auditor = await world.staff('auditor');
    expect(await codeOf(c().reveal(auditor, accepted.id, { field: 'idNo', reason: '看看' }))).toBe('FORBIDDEN');
    const elsewhere = await world.staff('college_admin', { college: 1 });
    expect(await codeOf(c().reveal(elsewhere, accepted.id, { field: 'phone', reason: '看看' }))).toBe('NOT_FOUND');
    expect(await bench.count('personal_access')).toBe(1);
  });
});
