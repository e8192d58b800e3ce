import { Injectable } from '@nestjs/common';
import { checkAgreementNo, maskEmployerName, maskName, type SigningState } from '@qiancheng/shared';
import { Clock } from '../../platform/clock/index.js';
import { type RequestContext, systemContext } from '../../platform/context/index.js';
import { Db } from '../../platform/database/index.js';
import { AppError, RateLimiter } from '../../platform/http/index.js';
import { DocumentsRepository } from './documents.repository.js';
import type { FileQuery, VerificationQuery, VerificationResult, VerificationView } from './http/verification.dto.js';
import { PrintSources, type VerifyFacts } from './print-source.js';

/** Enough for a day at the counter, too little to try out numbers. */
const QUERIES = { limit: 60, seconds: 600 };

const VALID: readonly SigningState[] = ['SIGNED', 'TERM_COUNTERPARTY', 'TERM_REVIEW'];
const VOID: readonly SigningState[] = ['VOIDED', 'TERMINATED', 'RETURNED_CLOSED', 'EXPIRED', 'DECLINED', 'WITHDRAWN'];

type Asked = Pick<VerificationQuery, 'r' | 'c' | 'f'>;
type School = { id: number; name: string };

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
    await this.spend(ctx);
    const number = checkAgreementNo(query.no);
    if (!number.ok) return this.nothing(query, null, number.reason);
    const school = await this.schoolOf({ code: number.value.split('-')[1] ?? '' });
    if (!school) return this.nothing(query, number.value, '没有用这个学校代码签发过协议。');
    return this.lookUp(ctx, school, number.value, query);
  }

  /** By file: the digest of bytes that were stored says which agreement and which revision they are. */
  async verifyFile(ctx: RequestContext, { sha256 }: FileQuery): Promise<VerificationView> {
    await this.spend(ctx);
    const origin = await this.db.system((tx) => this.documents.systemByDigest(tx, sha256.toLowerCase()));
    const school = origin && (await this.schoolOf({ id: origin.schoolId }));
    if (!origin || !school) return this.nothing({}, null, '存档里没有这个文件：它不是从这里下载的，或者被改动过。');
    const system = systemContext(school.id, ctx.requestId);
    const [facts] = await this.db.read(system, (tx) => this.sources.source.facts(tx, system, [origin.caseId]));
    if (!facts?.agreementNo) return this.nothing({}, null, '这个文件的协议还没有编号。');
    return this.lookUp(ctx, school, facts.agreementNo, { r: origin.revision });
  }

  private async spend(ctx: RequestContext): Promise<void> {
    const budget = await this.limiter.take(`verify:${ctx.ip ?? 'unknown'}`, QUERIES.limit, QUERIES.seconds);
    if (!budget.allowed) throw new AppError('TOO_MANY_REQUESTS', { extra: { retryAfter: budget.retryAfter } });
  }

  private lookUp(ctx: RequestContext, school: School, agreementNo: string, asked: Asked): Promise<VerificationView> {
    const within: RequestContext = { ...ctx, schoolId: school.id };
    return this.db.read(within, async (tx) => {
      const facts = await this.sources.source.verify(tx, within, agreementNo);
      if (!facts) return this.nothing(asked, agreementNo, `${school.name}没有签发过这个编号的协议。`);
      const revision = asked.r ?? facts.currentRevision;
      // the present revision may not be fixed yet: then there is a case, and no paper of it
      const known = revision === facts.currentRevision || facts.revisions.some((each) => each.revision === revision);
      if (!known) return this.nothing(asked, agreementNo, `这份协议没有第 ${revision} 版。`);
      const files = await this.documents.fingerprints(tx, facts.caseId, revision);
      return { ...this.found(facts, revision, asked), schoolName: school.name, fileSha256s: files };
    });
  }

  private found(facts: VerifyFacts, revision: number, query: Asked): VerificationView {
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

  private nothing(query: Asked, agreementNo: string | null, reason: string): VerificationView {
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

  /** The number names its school by code. */
  private schoolOf(by: { code: string } | { id: number }): Promise<School | undefined> {
    const [column, value] = 'code' in by ? ['code', by.code] : ['id', by.id];
    return this.db.system((tx) => tx.maybeOne<School>(`select id, name from school where ${column} = $1`, [value]));
  }
}

function resultOf(facts: VerifyFacts, revision: number): VerificationResult {
  if (VOID.includes(facts.state)) return 'void';
  if (facts.state === 'SUPERSEDED' || revision < facts.currentRevision) return 'superseded';
  return VALID.includes(facts.state) ? 'valid' : 'in_progress';
}
