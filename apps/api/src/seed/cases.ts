import { canonicalJson, buildChain, type AuditContent } from '../platform/audit/index.js';
import { contentOf, hashOf } from '../modules/agreements/index.js';
import { makeAgreementNo, type SchoolBlock, type StudentBlock } from '@qiancheng/shared';
import { insertRows } from './bulk.js';
import { type Happened, type Person, play, type Step } from './case-run.js';
import { invitationValues, scribble } from './case-values.js';
import type { SeedContext } from './context.js';
import type { EmployerSeed } from './employers.js';
import type { StaffSeed, StudentSeed } from './people.js';
import type { SchoolSeed } from './schools.js';
import { type Ending, LONGEST_STORY_DAYS, storyOf } from './stories.js';

const DAY_MS = 86_400_000;

export interface CasePlan {
  student: StudentSeed;
  employer: EmployerSeed;
  ending: Ending;
  /** Days ago that an open invitation was sent; others are placed so that their story ends before now. */
  ageDays?: number;
}

/** What a student row says, as it is frozen into a case at acceptance. */
export type StudentFacts = (studentId: string) => StudentBlock;

interface World {
  school: SchoolSeed;
  staff: StaffSeed[];
  facts: StudentFacts;
}

type Row = Record<string, unknown>;

/** All rows of a set of cases, table by table; numbers are given in the order of acceptance. */
export class CaseBook {
  readonly cases: Row[] = [];
  readonly revisions: Row[] = [];
  readonly slots: Row[] = [];
  readonly events: Row[] = [];
  readonly audit: Row[] = [];
  readonly notifications: Row[] = [];
  private readonly counters = new Map<string, number>();

  constructor(
    private readonly ctx: SeedContext,
    private readonly world: World,
  ) {}

  add(plan: CasePlan): void {
    const { random, now } = this.ctx;
    const { school } = this.world;
    const people = this.peopleOf(plan);
    const steps = storyOf(plan.ending, random, school.policy);
    const hours = steps.reduce((sum, step) => sum + step.hours, 0);
    const start =
      plan.ageDays === undefined
        ? now.getTime() - hours * 3_600_000 - random.int(1, 10 * 24) * 3_600_000
        : now.getTime() - plan.ageDays * DAY_MS;
    const { happened, snapshot } = play(school.policy, steps, new Date(start), people);
    this.write(plan, happened, snapshot.slots, snapshot, people);
  }

  private peopleOf(plan: CasePlan): Record<Step['by'], Person> {
    const { staff } = this.world;
    const find = (role: string, collegeId?: string): Person => {
      const found =
        staff.find((s) => s.role === role && (collegeId === undefined || s.collegeId === collegeId)) ??
        staff.find((s) => s.role === role);
      return { accountId: found?.accountId ?? null, name: found?.name ?? '' };
    };
    return {
      employer: { accountId: plan.employer.accountId, name: plan.employer.hrName },
      student: { accountId: plan.student.accountId, name: plan.student.name },
      college: find('college_admin', plan.student.collegeId),
      center: find('center_admin'),
      counsellor: find('counsellor'),
      system: { accountId: null, name: '系统' },
    };
  }

  private nextNumber(plan: CasePlan): string {
    const levelDigit = plan.student.levelCode.slice(0, 1);
    const key = `${plan.student.cohort}/${levelDigit}`;
    for (;;) {
      const seq = (this.counters.get(key) ?? 0) + 1;
      this.counters.set(key, seq);
      const number = makeAgreementNo({
        cohort: plan.student.cohort,
        schoolCode: this.world.school.code,
        levelDigit,
        seq,
      });
      if (number !== null) return number;
    }
  }

  counterRows(): Row[] {
    return [...this.counters].map(([key, last]) => {
      const [cohort, level] = key.split('/');
      return { school_id: this.world.school.id, cohort: Number(cohort), level, next_seq: last + 1 };
    });
  }

  private write(
    plan: CasePlan,
    happened: Happened[],
    slots: object,
    snapshot: {
      state: string;
      reviewLevel: number;
      revision: number;
      deadlineAt: Date | null;
      lastReview?: unknown;
      suspendedFrom?: unknown;
    },
    people: Record<Step['by'], Person>,
  ): void {
    const { random, cipher } = this.ctx;
    const { school } = this.world;
    const id = random.uuid();
    const last = happened.at(-1) as Happened;
    const accepted = happened.find((h) => h.action === 'accept');
    const fixed = happened.find((h) => h.fixesHash);
    const passed = happened.filter((h) => h.action === 'pass');
    const values = invitationValues(random, plan.employer, plan.student.cohort);
    const studentBlock = accepted ? { ...this.world.facts(plan.student.id), healthCode: '1', opinion: '同意' } : null;
    const schoolBlock = passed.length > 0 ? this.schoolBlock(plan, passed.length) : null;
    const number = happened.some((h) => h.issuesNumber) ? this.nextNumber(plan) : null;
    const content = fixed
      ? contentOf(
          {
            agreement_no: number,
            revision: fixed.revision,
            cohort: plan.student.cohort,
            flow: 'employer_invite',
            school_code: school.code,
            school_name: school.name,
            student_id: plan.student.id,
            student_block: studentBlock,
            form_values: values,
            school_block: schoolBlock,
          },
          school.policy,
        )
      : null;
    const hash = content && hashOf(content);
    const terminated = plan.ending === 'terminated';
    this.cases.push({
      school_id: school.id,
      id,
      student_id: plan.student.id,
      cohort: plan.student.cohort,
      college_id: plan.student.collegeId,
      class_id: plan.student.classId,
      employer_id: plan.employer.id,
      flow: 'employer_invite',
      state: terminated ? 'TERMINATED' : snapshot.state,
      review_level: snapshot.reviewLevel,
      suspended_from: snapshot.suspendedFrom ?? null,
      revision: snapshot.revision,
      version: happened.length,
      agreement_no: number,
      content_hash: hash,
      policy_version: 1,
      form_values: values,
      confirmed: plan.ending === 'draft' ? ['employer', 'terms'] : ['employer', 'terms', 'archive', 'breach'],
      student_block: studentBlock,
      school_block: schoolBlock,
      initiator_id: plan.employer.accountId,
      last_review: snapshot.lastReview ?? null,
      auto_confirmed: false,
      reason_code: last.reason?.code ?? null,
      reason_text: last.reason?.text || null,
      created_at: happened[0]?.at,
      state_since: last.at,
      deadline_at: snapshot.deadlineAt,
      sent_at: happened.find((h) => h.action === 'send')?.at ?? null,
      accepted_at: accepted?.at ?? null,
      signing_at: fixed?.at ?? null,
      signed_at: snapshot.state === 'SIGNED' ? last.at : null,
      updated_at: last.at,
    });
    if (content && fixed)
      this.revisions.push({
        school_id: school.id,
        case_id: id,
        revision: fixed.revision,
        content,
        content_hash: hash,
        created_at: fixed.at,
      });
    for (const step of happened) {
      if (!step.slot || !(step.slot in slots)) continue;
      this.slots.push({
        school_id: school.id,
        case_id: id,
        revision: step.revision,
        slot: step.slot,
        done_at: step.at,
        method: step.slot === 'student' ? 'handwriting' : 'paper_seal',
        by_account: step.accountId,
        by_name: step.name,
        content_hash: hash,
        evidence: { factor: step.slot === 'student' ? 'password' : null },
        strokes_enc:
          step.slot === 'student'
            ? cipher.seal('signing_slot', 'strokes_enc', `${id}/${step.revision}/student`, scribble(random))
            : null,
      });
    }
    this.history(id, happened, number, hash, terminated ? people.center : null);
    this.notices(id, plan, last);
  }

  private schoolBlock(plan: CasePlan, levels: number): SchoolBlock {
    const college = this.world.school.colleges.find((c) => c.id === plan.student.collegeId);
    return {
      contact: college?.contact ?? '',
      phone: college?.phone ?? '',
      postcode: this.world.school.id === 1 ? '410082' : '264200',
      mailingAddress: `${this.world.school.name}${college?.name ?? ''}就业办公室`,
      collegeOpinion: '同意',
      schoolOpinion: levels > 1 ? '同意' : null,
    };
  }

  private history(
    id: string,
    happened: readonly Happened[],
    number: string | null,
    hash: string | null,
    terminatedBy: Person | null,
  ): void {
    const { school } = this.world;
    const last = happened.at(-1) as Happened;
    const steps = happened.map((h) => ({ ...h, action: h.action as string, kind: kindOf(h.by) }));
    if (terminatedBy) {
      const at = new Date(Math.min(last.at.getTime() + 5 * DAY_MS, this.ctx.now.getTime() - 3_600_000));
      steps.push({
        ...last,
        action: 'terminate',
        rowId: 'T30',
        from: 'SIGNED',
        to: 'TERMINATED',
        at,
        kind: 'staff',
        ...terminatedBy,
      });
    }
    const contents: AuditContent[] = steps.map((h) => ({
      aggregateType: 'case',
      aggregateId: id,
      schoolId: school.id,
      at: h.at,
      actorId: h.accountId,
      body: JSON.parse(
        canonicalJson({
          action: `case.${h.action}`,
          actor: { name: h.name, kind: h.kind },
          before: h.from && { state: h.from },
          after: {
            state: h.to,
            level: h.level,
            revision: h.revision,
            agreementNo: number,
            contentHash: hash,
            slot: h.slot,
          },
          result: 'ok',
        }),
      ) as Record<string, unknown>,
    }));
    steps.forEach((h, i) =>
      this.events.push({
        school_id: school.id,
        case_id: id,
        seq: i + 1,
        row_id: h.rowId,
        action: h.action,
        from_state: h.from,
        to_state: h.to,
        review_level: h.level,
        revision: h.revision,
        at: h.at,
        actor_id: h.accountId,
        actor_kind: h.kind,
        actor_name: h.name,
        actor_role: null,
        reason_code: h.reason?.code ?? null,
        reason_text: h.reason?.text || null,
        note: null,
        data: h.slot ? { slot: h.slot } : {},
      }),
    );
    for (const link of buildChain(this.ctx.cipher, contents)) {
      this.audit.push({
        aggregate_type: link.aggregateType,
        aggregate_id: link.aggregateId,
        seq: link.seq,
        school_id: link.schoolId,
        at: link.at,
        actor_id: link.actorId,
        body: link.body,
        prev_hash: link.prevHash,
        hash: link.hash,
      });
    }
  }

  /** Only the last step left a message unread: who is to act next has been told. */
  private notices(id: string, plan: CasePlan, last: Happened): void {
    const told: Partial<Record<Ending, { to: string; title: string; body: string }>> = {
      invited: {
        to: plan.student.accountId,
        title: '收到新的签约邀约',
        body: `${plan.employer.name}邀请你签约，请在截止日前答复。`,
      },
      declined: {
        to: plan.employer.accountId,
        title: '学生拒绝了邀约',
        body: `${plan.student.name}：${last.reason?.text || '已选其他单位'}`,
      },
      sign_student: {
        to: plan.student.accountId,
        title: '轮到你签名',
        body: `你与${plan.employer.name}的协议已审核通过，请阅读全文后签名。`,
      },
      signed: {
        to: plan.student.accountId,
        title: '签约完成',
        body: `你与${plan.employer.name}的就业协议签章齐全，已经生效。`,
      },
    };
    const notice = told[plan.ending];
    if (notice)
      this.notifications.push({
        school_id: this.world.school.id,
        id: this.ctx.random.uuid(),
        account_id: notice.to,
        case_id: id,
        event: plan.ending,
        title: notice.title,
        body: notice.body,
        created_at: last.at,
        read_at: null,
      });
  }

  async save(): Promise<void> {
    const { client } = this.ctx;
    await insertRows(client, 'signing_case', this.cases);
    await insertRows(client, 'case_revision', this.revisions);
    await insertRows(client, 'signing_slot', this.slots);
    await insertRows(client, 'case_event', this.events);
    await insertRows(client, 'audit_entry', this.audit);
    await insertRows(client, 'notification', this.notifications);
    await insertRows(client, 'agreement_counter', this.counterRows());
  }
}

export const EARLIEST_DAYS = LONGEST_STORY_DAYS + 10;

function kindOf(by: Step['by']): string {
  return by === 'employer' || by === 'student' || by === 'system' ? by : 'staff';
}
