import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  reasonGiven,
  resolve,
  reviewRoleAt,
  stateLabel,
  type SchoolPolicy,
  type SigningFlow,
  type SigningState,
} from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import {
  type PrintContent,
  type PrintFacts,
  type PrintMark,
  type PrintRequest,
  PrintSource,
  PrintSources,
  type VerifyFacts,
} from '../../documents/index.js';
import { PersonalAccesses } from '../../people/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import { schoolOf } from '../agreement.scope.js';
import { factsOf, processActor, snapshotOf, type CaseRow } from '../case-row.js';
import { roleLabel } from '../commands/effects.js';
import { reasonOf } from '../commands/reasons.js';
import { agreementArticles } from '../texts/articles.js';
import {
  clearBlock,
  contentRows,
  factsRows,
  lockRows,
  type ContentRow,
  type FactsRow,
  type MarkRow,
} from './print-rows.js';

const EVENTS = `
  insert into case_event (school_id, case_id, seq, row_id, action, from_state, to_state, review_level, revision, at,
                          actor_id, actor_kind, actor_name, actor_role, reason_code, reason_text, data)
  select $1, r.id, (select coalesce(max(v.seq), 0) + 1 from case_event v where v.school_id = $1 and v.case_id = r.id),
         r."rowId", 'print', r.state, r.state, r.level, r.revision, $2, $3, r.kind, $4, r.role, $5, $6, $7
    from jsonb_to_recordset($8::jsonb) as r (id uuid, "rowId" text, state text, level int, revision int, kind text, role text)`;

interface VerifyRow {
  id: string;
  state: SigningState;
  flow: SigningFlow;
  review_level: number;
  policy_version: number;
  state_since: Date;
  agreement_no: string;
  revision: number;
  signed_at: Date | null;
  student_name: string;
  employer_name: string;
  revisions: { revision: number; contentHash: string; createdAt: string }[];
}

/** Agreements as the documents module prints and verifies them. */
@Injectable()
export class AgreementPrintSource extends PrintSource implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
    private readonly audit: AuditService,
    private readonly policies: SchoolPolicies,
    private readonly sources: PrintSources,
    private readonly accesses: PersonalAccesses,
  ) {
    super();
  }

  onModuleInit(): void {
    this.sources.use(this);
  }

  async facts(tx: Tx, ctx: RequestContext, ids: readonly string[]): Promise<PrintFacts[]> {
    const rows = await factsRows(tx, ctx, ids);
    const facts: PrintFacts[] = [];
    for (const row of rows) facts.push(factsView(row, await this.policyOf(tx, row)));
    return facts;
  }

  contents(ctx: RequestContext, ids: readonly string[]): Promise<PrintContent[]> {
    return this.db.read(ctx, async (tx) => {
      const rows = await contentRows(tx, ctx, ids);
      const contents: PrintContent[] = [];
      for (const row of rows) contents.push(this.content(row, await this.policyOf(tx, row)));
      return contents;
    });
  }

  /** T22. The case stays as it is, its version too: nobody's open page goes stale because somebody printed. */
  async recordPrint(tx: Tx, ctx: RequestContext, ids: readonly string[], print: PrintRequest): Promise<void> {
    const rows = await lockRows(tx, ctx, ids);
    if (rows.length !== new Set(ids).size) throw new AppError('NOT_FOUND');
    const reason = reasonOf('reprint', { reasonCode: print.reasonCode ?? '', reasonText: print.reasonText });
    const events: object[] = [];
    for (const row of rows) {
      const { rowId } = await this.allowed(tx, ctx, row, print, rows.length > 1);
      const actor = processActor(ctx, row);
      events.push({
        id: row.id,
        rowId,
        state: row.state,
        level: row.review_level,
        revision: row.revision,
        kind: actor.kind,
        role: roleLabel(actor.reviewRoles, ctx.actor.grants),
      });
    }
    const now = this.clock.now();
    const { accountId, displayName } = ctx.actor;
    const data = JSON.stringify({ bulk: rows.length > 1 });
    await tx.exec(EVENTS, [
      schoolOf(ctx),
      now,
      accountId,
      displayName,
      reason?.code ?? null,
      reason?.text ?? null,
      data,
      JSON.stringify(events),
    ]);
    await this.noteAccess(tx, ctx, rows, reason?.words ?? '打印协议书');
    for (const row of rows) {
      await this.audit.append(tx, ctx, {
        schoolId: row.school_id,
        aggregateType: 'case',
        aggregateId: row.id,
        action: 'case.print',
        after: { state: row.state, revision: row.revision, reason: reason && { code: reason.code, text: reason.text } },
      });
    }
  }

  /** The paper shows what pages cover. What the parties print is theirs; what staff print, the student is told. */
  private async noteAccess(tx: Tx, ctx: RequestContext, rows: readonly CaseRow[], reason: string): Promise<void> {
    if (ctx.audience !== 'teacher') return;
    const studentIds = rows.map((row) => row.student_id);
    await this.accesses.note(tx, ctx, { studentIds, kind: 'print', fields: ['idNo', 'phone', 'address'], reason });
  }

  async verify(tx: Tx, ctx: RequestContext, agreementNo: string): Promise<VerifyFacts | null> {
    const row = await tx.maybeOne<VerifyRow & Record<string, unknown>>(
      `select c.id, c.state, c.flow, c.review_level, c.policy_version, c.state_since, c.agreement_no, c.revision, c.signed_at,
              s.name as student_name, e.name as employer_name,
              coalesce((select jsonb_agg(jsonb_build_object('revision', r.revision, 'contentHash', r.content_hash,
                                                            'createdAt', r.created_at) order by r.revision)
                from case_revision r where r.school_id = c.school_id and r.case_id = c.id), '[]') as revisions
         from signing_case c
         join student s on s.school_id = c.school_id and s.id = c.student_id
         join employer e on e.id = c.employer_id
        where c.school_id = $1 and c.agreement_no = $2`,
      [schoolOf(ctx), agreementNo],
    );
    if (!row) return null;
    const policy = await this.policies.version(tx, schoolOf(ctx), row.policy_version);
    return {
      caseId: row.id,
      state: row.state,
      stateLabel: stateLabel(row.state, reviewRoleAt(policy, row.flow, row.review_level)),
      stateSince: row.state_since,
      agreementNo: row.agreement_no,
      currentRevision: row.revision,
      revisions: row.revisions.map((one) => ({ ...one, createdAt: new Date(one.createdAt) })),
      studentName: row.student_name,
      employerName: row.employer_name,
      signedAt: row.signed_at,
    };
  }

  private async allowed(
    tx: Tx,
    ctx: RequestContext,
    row: CaseRow,
    print: PrintRequest,
    bulk: boolean,
  ): Promise<{ rowId: string }> {
    const policy = await this.policyOf(tx, row);
    const result = resolve({
      action: 'print',
      snapshot: snapshotOf(row),
      actor: processActor(ctx, row),
      policy,
      facts: {
        ...factsOf(row, policy),
        printedCopies: print.printedCopies.get(row.id) ?? 0,
        reasonGiven: reasonGiven('reprint', print.reasonCode, print.reasonText),
      },
      now: this.clock.now(),
    });
    if (result.ok) return result;
    throw new AppError(result.code, {
      detail: bulk ? `${row.student.name}（${row.student.student_no}）：${result.reason}` : result.reason,
      extra: { caseId: row.id },
    });
  }

  private policyOf(tx: Tx, row: { school_id: number; policy_version: number }): Promise<SchoolPolicy> {
    return this.policies.version(tx, row.school_id, row.policy_version);
  }

  private content(row: ContentRow, policy: SchoolPolicy): PrintContent {
    const block = row.frozen?.student ?? row.student_block;
    if (!block) throw new Error(`case ${row.id} is printed before the student has answered`);
    return {
      ...factsView(row, policy),
      contentHash: row.content_hash,
      school: {
        code: row.school_code,
        name: row.frozen?.school.name ?? row.school_name,
        centerName: row.center_name,
        centerPhone: row.center_phone,
      },
      values: row.form_values,
      student: clearBlock(row, block, this.cipher),
      schoolBlock: row.frozen?.schoolBlock ?? row.school_block,
      marks: row.marks.map((mark) => this.mark(row, mark)),
      articles: row.frozen?.articles.texts ?? agreementArticles(policy.sign.effective_at),
      voidedAt: row.state === 'VOIDED' ? row.state_since : null,
    };
  }

  private mark(row: ContentRow, mark: MarkRow): PrintMark {
    const place = `${row.id}/${mark.revision}/${mark.slot}`;
    const strokes = mark.strokes
      ? this.cipher.open('signing_slot', 'strokes_enc', place, Buffer.from(mark.strokes, 'hex'))
      : null;
    return {
      slot: mark.slot,
      doneAt: new Date(mark.done_at),
      method: mark.method,
      byName: mark.by_name,
      sealDate: mark.evidence.sealDate ?? null,
      strokes: strokes === null ? null : (JSON.parse(strokes) as PrintMark['strokes']),
      typedName: mark.evidence.typedName ?? null,
    };
  }
}

function factsView(row: FactsRow, policy: SchoolPolicy): PrintFacts {
  return {
    id: row.id,
    schoolId: row.school_id,
    state: row.state,
    revision: row.revision,
    version: row.version,
    cohort: row.cohort,
    agreementNo: row.agreement_no,
    levelCode: row.level_code,
    studentName: row.student_name,
    studentNo: row.student_no,
    policy,
    slots: Object.fromEntries(
      Object.entries(row.slots_done).map(([slot, doneAt]) => [slot, { doneAt: new Date(doneAt) }]),
    ),
  };
}
