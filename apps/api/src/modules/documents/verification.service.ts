import { Injectable } from '@nestjs/common';
import { checkAgreementNo, maskEmployerName, maskName, type SigningState } from '@qiancheng/shared';
import { Clock } from '../../platform/clock/index.js';
import type { RequestContext } from '../../platform/context/index.js';
import { Db } from '../../platform/database/index.js';
import { AppError, RateLimiter } from '../../platform/http/index.js';
import { DocumentsRepository } from './documents.repository.js';
import type { VerificationQuery, VerificationResult, VerificationView } from './http/verification.dto.js';
import { PrintSources, type VerifyFacts } from './print-source.js';

/** Enough for a day at the counter, too little to try out numbers. */
const QUERIES = { limit: 60, seconds: 600 };

const VALID: readonly SigningState[] = ['SIGNED', 'TERM_COUNTERPARTY', 'TERM_REVIEW'];
const VOID: readonly SigningState[] = ['VOIDED', 'TERMINATED', 'RETURNED_CLOSED', 'EXPIRED', 'DECLINED', 'WITHDRAWN'];

/** What anybody who holds a paper may learn: whether it counts, and masked names to compare. Nothing else. */
@Injectable()
export class VerificationService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly limiter: RateLimiter,
    private readonly documents: DocumentsRepository,
    private readonly sources: PrintSources,
  ) {}

  async verify(ctx: RequestContext, query: VerificationQuery): Promise<VerificationView> {
    const budget = await this.limiter.take(`verify:${ctx.ip ?? 'unknown'}`, QUERIES.limit, QUERIES.seconds);
    if (!budget.allowed) throw new AppError('TOO_MANY_REQUESTS', { extra: { retryAfter: budget.retryAfter } });
    const number = checkAgreementNo(query.no);
    if (!number.ok) return this.nothing(query, null, number.reason);
    const school = await this.schoolOf(number.value);
    if (!school) return this.nothing(query, number.value, '没有用这个学校代码签发过协议。');
    const within: RequestContext = { ...ctx, schoolId: school.id };
    return this.db.read(within, async (tx) => {
      const facts = await this.sources.source.verify(tx, within, number.value);
      if (!facts) return this.nothing(query, number.value, `${school.name}没有签发过这个编号的协议。`);
      const revision = query.r ?? facts.currentRevision;
      // the present revision may not be fixed yet: then there is a case, and no paper of it
      const known = revision === facts.currentRevision || facts.revisions.some((each) => each.revision === revision);
      if (!known) return this.nothing(query, number.value, `这份协议没有第 ${revision} 版。`);
      const files = await this.documents.fingerprints(tx, facts.caseId, revision);
      return { ...this.found(facts, revision, query), schoolName: school.name, fileSha256s: files };
    });
  }

  private found(facts: VerifyFacts, revision: number, query: VerificationQuery): VerificationView {
    const result = resultOf(facts, revision);
    const current = facts.revisions.find((each) => each.revision === facts.currentRevision);
    const since = result === 'superseded' && current ? current.createdAt : facts.stateSince;
    return {
      result,
      agreementNo: facts.agreementNo,
      stateLabel: facts.stateLabel,
      stateSince: since.toISOString(),
      signedAt: facts.signedAt?.toISOString() ?? null,
      revision,
      currentRevision: facts.currentRevision,
      copy: query.c ?? null,
      face: query.f ?? null,
      studentName: maskName(facts.studentName),
      employerName: maskEmployerName(facts.employerName),
      schoolName: null,
      contentHash: facts.revisions.find((each) => each.revision === revision)?.contentHash ?? null,
      fileSha256s: [],
      checkedAt: this.clock.now().toISOString(),
      reason: null,
    };
  }

  private nothing(query: VerificationQuery, agreementNo: string | null, reason: string): VerificationView {
    return {
      result: 'missing',
      agreementNo,
      stateLabel: null,
      stateSince: null,
      signedAt: null,
      revision: query.r ?? null,
      currentRevision: null,
      copy: query.c ?? null,
      face: query.f ?? null,
      studentName: null,
      employerName: null,
      schoolName: null,
      contentHash: null,
      fileSha256s: [],
      checkedAt: this.clock.now().toISOString(),
      reason,
    };
  }

  /** The number names its school. */
  private schoolOf(agreementNo: string): Promise<{ id: number; name: string } | undefined> {
    const code = agreementNo.split('-')[1];
    return this.db.system((tx) =>
      tx.maybeOne<{ id: number; name: string }>('select id, name from school where code = $1', [code]),
    );
  }
}

function resultOf(facts: VerifyFacts, revision: number): VerificationResult {
  if (VOID.includes(facts.state)) return 'void';
  if (facts.state === 'SUPERSEDED' || revision < facts.currentRevision) return 'superseded';
  return VALID.includes(facts.state) ? 'valid' : 'in_progress';
}
