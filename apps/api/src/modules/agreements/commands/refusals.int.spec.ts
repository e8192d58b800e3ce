import type { Slot } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import type { CaseDetail } from '../http/dto/case-detail.dto.js';
import { Bench, codeOf } from '../testing/bench.js';
import { ACCEPT, ALL_BLOCKS, goodValues, handwriting, SCHOOL } from '../testing/values.js';
import type { Employer, Student, World } from '../testing/world.js';

let bench: Bench;
let world: World;
let college: RequestContext;
let center: RequestContext;
let otherCollege: RequestContext;
let otherClass: RequestContext;

/** Everybody who has no business with a case of college 0. */
interface Cast {
  employer: Employer;
  student: Student;
  otherEmployer: Employer;
  otherStudent: Student;
}

beforeAll(async () => {
  bench = await Bench.open();
  world = await bench.world();
  college = await world.staff('college_admin', { college: 0 });
  center = await world.staff('center_admin');
  otherCollege = await world.staff('college_admin', { college: 1 });
  otherClass = await world.staff('counsellor', { classOf: 1 });
});
afterAll(() => bench.close());

async function cast(): Promise<Cast> {
  return {
    employer: await world.employer(),
    student: await world.student(),
    otherEmployer: await world.employer(),
    otherStudent: await world.student(),
  };
}

interface Act {
  name: string;
  /** Brings a case to where the act is allowed. */
  arrange: (cast: Cast) => Promise<CaseDetail>;
  call: (ctx: RequestContext, detail: CaseDetail) => Promise<CaseDetail>;
  actor: (cast: Cast) => RequestContext;
  strangers: (cast: Cast) => RequestContext[];
}

const c = () => bench.commands;
const units = (who: Cast): RequestContext[] => [who.otherEmployer.ctx];
const students = (who: Cast): RequestContext[] => [who.otherStudent.ctx];
const staff = (): RequestContext[] => [otherCollege, otherClass];
const inSigning = (who: Cast): Promise<CaseDetail> => bench.signing(who.employer, who.student, [college, center]);
const signed = async (who: Cast): Promise<CaseDetail> => bench.sign(who.student, await inSigning(who));
const seal =
  (slot: Slot): Act['call'] =>
  (ctx, detail) =>
    bench.mark(ctx, detail, slot);

const ACTS: Act[] = [
  {
    name: 'saveDraft',
    arrange: (who) => bench.draft(who.employer, who.student),
    call: (ctx, d) =>
      c().saveDraft(ctx, d.id, { version: d.version, values: goodValues(), confirmed: ALL_BLOCKS }, 2027),
    actor: (who) => who.employer.ctx,
    strangers: units,
  },
  {
    name: 'send',
    arrange: (who) => bench.draft(who.employer, who.student),
    call: (ctx, d) => c().send(ctx, d.id, { version: d.version }, 2027),
    actor: (who) => who.employer.ctx,
    strangers: units,
  },
  {
    name: 'withdraw',
    arrange: (who) => bench.invited(who.employer, who.student),
    call: (ctx, d) => c().withdraw(ctx, d.id, { version: d.version }, 2027),
    actor: (who) => who.employer.ctx,
    strangers: units,
  },
  {
    name: 'discard',
    arrange: (who) => bench.draft(who.employer, who.student),
    call: (ctx, d) => c().discard(ctx, d.id, { version: d.version }, 2027),
    actor: (who) => who.employer.ctx,
    strangers: units,
  },
  {
    name: 'decline',
    arrange: (who) => bench.invited(who.employer, who.student),
    call: (ctx, d) => c().decline(ctx, d.id, { version: d.version, reasonCode: 'salary' }),
    actor: (who) => who.student.ctx,
    strangers: students,
  },
  {
    name: 'accept',
    arrange: (who) => bench.invited(who.employer, who.student),
    call: (ctx, d) => c().accept(ctx, d.id, { version: d.version, ...ACCEPT }),
    actor: (who) => who.student.ctx,
    strangers: students,
  },
  {
    name: 'pass',
    arrange: (who) => bench.accepted(who.employer, who.student),
    call: (ctx, d) => bench.pass(ctx, d),
    actor: () => college,
    strangers: staff,
  },
  {
    name: 'fail',
    arrange: (who) => bench.accepted(who.employer, who.student),
    call: (ctx, d) => c().fail(ctx, d.id, { version: d.version, reasonCode: 'terms' }),
    actor: () => college,
    strangers: staff,
  },
  {
    name: 'clawBack',
    arrange: async (who) => bench.pass(college, await bench.accepted(who.employer, who.student)),
    call: (ctx, d) => c().clawBack(ctx, d.id, { version: d.version }),
    actor: () => college,
    strangers: staff,
  },
  {
    name: 'sign',
    arrange: inSigning,
    call: (ctx, d) =>
      c().sign(ctx, d.id, {
        version: d.version,
        contentHash: d.contentHash ?? '0'.repeat(64),
        consentVersion: ACCEPT.consentVersion,
        method: 'typed',
        typedName: '欧阳䶮',
      }),
    actor: (who) => who.student.ctx,
    strangers: students,
  },
  { name: 'markSlot', arrange: signed, call: seal('employer'), actor: () => college, strangers: staff },
];

describe.each(ACTS)('$name', ({ arrange, call, actor, strangers }) => {
  it('is not there for those whom it does not concern', async () => {
    const who = await cast();
    const detail = await arrange(who);
    for (const stranger of strangers(who)) expect(await codeOf(call(stranger, detail))).toBe('NOT_FOUND');
  });

  it('asks for the version that its author saw, and is done once', async () => {
    const who = await cast();
    const detail = await arrange(who);
    const stale = { ...detail, version: detail.version - 1 };
    const refused = await call(actor(who), stale).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'STALE_VERSION',
      status: 409,
      extra: { currentVersion: detail.version, currentState: detail.state },
    });
    const after = await call(actor(who), detail);
    expect(after.version).toBe(detail.version + 1);
    expect(await codeOf(call(actor(who), detail))).toBe('STALE_VERSION');
  });
});

describe('refusals in words', () => {
  it('a second call on the new version meets the process table', async () => {
    const who = await cast();
    const accepted = await bench.accepted(who.employer, who.student);
    const again = { version: accepted.version, ...ACCEPT };
    expect(await codeOf(c().accept(who.student.ctx, accepted.id, again))).toBe('WRONG_STATE');
    expect(await codeOf(bench.pass(center, accepted))).toBe('NOT_YOUR_LEVEL');
  });

  it('sending names what is missing', async () => {
    const who = await cast();
    const draft = await c().createDraft(who.employer.ctx, 2027, { studentId: who.student.id });
    const empty = await c()
      .send(who.employer.ctx, draft.id, { version: draft.version }, 2027)
      .catch((e: unknown) => e);
    expect(empty).toMatchObject({ code: 'FORM_INCOMPLETE', status: 422 });
    expect((empty as { errors: { field: string }[] }).errors.map((e) => e.field)).toContain('terms.post');
    const saved = await c().saveDraft(
      who.employer.ctx,
      draft.id,
      { version: draft.version, values: goodValues(), confirmed: ['employer', 'terms'] },
      2027,
    );
    expect(saved.availableActions.find((a) => a.action === 'send')).toMatchObject({
      allowed: false,
      code: 'NOT_CONFIRMED',
    });
    const unconfirmed = await c()
      .send(who.employer.ctx, draft.id, { version: saved.version }, 2027)
      .catch((e: unknown) => e);
    expect(unconfirmed).toMatchObject({ code: 'NOT_CONFIRMED', detail: '还要核对：档案与户口、违约与补充。' });
  });

  it('declining asks for a reason, and for words with 其他', async () => {
    const who = await cast();
    const sent = await bench.invited(who.employer, who.student);
    const decline = (reasonCode: string, reasonText?: string) =>
      c().decline(who.student.ctx, sent.id, { version: sent.version, reasonCode, reasonText });
    expect(await codeOf(decline(''))).toBe('REASON_REQUIRED');
    expect(await codeOf(decline('other'))).toBe('REASON_REQUIRED');
    const declined = await decline('other', '面谈时说的不一样');
    expect(declined.state).toBe('DECLINED');
    const [note] = await bench.rows<{ body: string }>(
      "select body from notification where case_id = $1 and event = 'invite_declined'",
      [sent.id],
    );
    expect(note?.body).toContain('其他，面谈时说的不一样');
  });

  it('the student proves with what was read, as the one who is meant', async () => {
    const who = await cast();
    const detail = await inSigning(who);
    const sign = (patch: object) =>
      c().sign(who.student.ctx, detail.id, {
        version: detail.version,
        contentHash: detail.contentHash ?? '',
        consentVersion: ACCEPT.consentVersion,
        method: 'handwriting',
        strokes: handwriting(),
        ...patch,
      });
    expect(await codeOf(sign({ contentHash: 'a'.repeat(64) }))).toBe('HASH_MISMATCH');
    expect(await codeOf(sign({ consentVersion: '2020-1' }))).toBe('CONSENT_OUTDATED');
    expect(await codeOf(sign({ strokes: null }))).toBe('SIGNATURE_TOO_SMALL');
    const line = [
      [
        { x: 10, y: 10, t: 0 },
        { x: 590, y: 290, t: 9 },
      ],
      [{ x: 10, y: 10, t: 0 }],
      [{ x: 300, y: 150, t: 0 }],
    ];
    expect(await codeOf(sign({ strokes: { width: 600, height: 300, strokes: line } }))).toBe('SIGNATURE_TOO_SMALL');
    expect(await codeOf(sign({ method: 'typed', typedName: '欧阳龑' }))).toBe('TYPED_NAME_MISMATCH');
    expect((await sign({ method: 'typed', typedName: ' 欧阳䶮 ' })).slots[0]).toMatchObject({ method: 'typed' });
  });

  it('a seal waits for its turn, its owner, and a look at the paper', async () => {
    const who = await cast();
    const detail = await inSigning(who);
    expect(await codeOf(bench.mark(college, detail, 'employer'))).toBe('SLOT_ORDER');
    expect(await codeOf(bench.mark(center, detail, 'student'))).toBe('SLOT_NOT_YOURS');
    const signedOne = await bench.sign(who.student, detail);
    expect(await codeOf(bench.mark(college, signedOne, 'school'))).toBe('SLOT_NOT_YOURS');
    const body = { version: signedOne.version, checks: ['number' as const], date: '2027-04-12', copies: 3 };
    expect(await codeOf(c().markSlot(college, signedOne.id, 'employer', body))).toBe('VALIDATION_FAILED');
    const late = { ...body, checks: ['number', 'student_signature', 'employer_seal'] as const, date: '2027-04-13' };
    expect(await codeOf(c().markSlot(college, signedOne.id, 'employer', { ...late, checks: [...late.checks] }))).toBe(
      'VALIDATION_FAILED',
    );
  });

  it('voiding wants the digits of the number, a reason in words and the password', async () => {
    const who = await cast();
    const detail = await inSigning(who);
    const body = {
      version: detail.version,
      reasonCode: 'resign',
      reasonText: '单位所在地填错，双方书面同意重签',
      confirmDigits: detail.agreementNo?.split('-')[3] ?? '',
      password: '',
    };
    expect(await codeOf(c().voidCase(center, detail.id, body))).toBe('NOT_AUTHENTICATED');
    expect(await codeOf(c().voidCase(otherCollege, detail.id, body))).toBe('NOT_FOUND');
  });

  it('who invites must be settled at the school, and whom must have been checked', async () => {
    const who = await cast();
    const unsettled = await world.employer({ settled: false });
    expect(await codeOf(c().createDraft(unsettled.ctx, 2027, { studentId: who.student.id }))).toBe(
      'EMPLOYER_NOT_VERIFIED',
    );
    const fresh = await world.student({ sourceState: 'submitted' });
    const draft = await bench.draft(who.employer, fresh);
    expect(await codeOf(c().send(who.employer.ctx, draft.id, { version: draft.version }, 2027))).toBe('NOT_ELIGIBLE');
    const bound = await world.student({ trainingMode: '2' });
    const second = await bench.draft(who.employer, bound);
    expect(await codeOf(c().send(who.employer.ctx, second.id, { version: second.version }, 2027))).toBe('NOT_ELIGIBLE');
    expect(await codeOf(c().createDraft(who.employer.ctx, 2026, { studentId: who.student.id }))).toBe(
      'STUDENT_NOT_VISIBLE',
    );
    expect(await codeOf(c().createDraft(who.employer.ctx, 2027, { studentId: fresh.id }))).toBe('INVITE_DUPLICATE');
  });

  it('a review form without its four fields is refused with their names', async () => {
    const who = await cast();
    const detail = await bench.accepted(who.employer, who.student);
    const refused = await c()
      .pass(college, detail.id, { version: detail.version, school: { ...SCHOOL, phone: 'abc', postcode: '' } })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'REVIEW_FORM_INCOMPLETE', status: 422 });
    expect((refused as { errors: { field: string }[] }).errors.map((e) => e.field)).toEqual([
      'school.phone',
      'school.postcode',
    ]);
  });
});
