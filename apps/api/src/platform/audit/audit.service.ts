import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import type { RequestContext } from '../context/index.js';
import { FieldCipher } from '../crypto/index.js';
import type { Prepared, Tx } from '../database/index.js';
import { canonicalJson } from './canonical.js';
import { type AuditContent, contentDigest } from './chain.js';

const APPEND: Prepared = { name: 'audit_append', text: 'select audit_append($1, $2, $3, $4, $5, $6, $7)' };

/** Aggregates in one order, whoever calls: two callers with the same chains wait for each other, and never in a ring. */
const APPEND_ALL: Prepared = {
  name: 'audit_append_all',
  text: `select count(audit_append(e.type, e.id, e.school, $2, $3, e.body, decode(e.digest, 'hex')))
           from (select * from jsonb_to_recordset($1::jsonb) as r (type text, id text, school integer, body jsonb, digest text)
                  order by type, id) e`,
};

export interface AuditEntry {
  /** The row's school; null for what belongs to none (the directory of employers, accounts of operators). */
  schoolId: number | null;
  aggregateType: string;
  aggregateId: string;
  action: string;
  before?: unknown;
  after?: unknown;
  /** `ok` when left out. */
  result?: unknown;
}

/** The link's body: enough to say later who it was, acting as what and from where, without asking tables that change. */
export function auditContent(ctx: RequestContext, entry: AuditEntry, at: Date): AuditContent {
  const { actor } = ctx;
  return {
    aggregateType: entry.aggregateType,
    aggregateId: entry.aggregateId,
    schoolId: entry.schoolId,
    at,
    actorId: actor.accountId,
    body: {
      action: entry.action,
      actor: {
        audience: ctx.audience,
        name: actor.displayName,
        roles: actor.grants.map((grant) => grant.role),
        scope: ctx.scope.kind,
        sessionId: actor.sessionId,
        employerId: actor.employerId,
        studentId: actor.studentId,
      },
      from: { ip: ctx.ip, device: ctx.device, requestId: ctx.requestId },
      before: entry.before,
      after: entry.after,
      result: entry.result ?? 'ok',
    },
  };
}

@Injectable()
export class AuditService {
  constructor(
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
  ) {}

  /** One link on the aggregate's chain, in the caller's transaction. Never give it clear personal data: masks only. */
  async append(tx: Tx, ctx: RequestContext, entry: AuditEntry): Promise<void> {
    const content = auditContent(ctx, entry, this.clock.now());
    await tx.query(APPEND, [
      content.aggregateType,
      content.aggregateId,
      content.schoolId,
      content.at,
      content.actorId,
      canonicalJson(content.body),
      contentDigest(this.cipher, content),
    ]);
  }

  /** As `append`, for an act on many: one statement, one link each. An aggregate stands among the entries once. */
  async appendAll(tx: Tx, ctx: RequestContext, entries: readonly AuditEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const at = this.clock.now();
    const links = entries.map((entry) => {
      const content = auditContent(ctx, entry, at);
      const { aggregateType: type, aggregateId: id, schoolId: school } = content;
      // the canonical text is what was digested: it goes in as it is
      const rest = JSON.stringify({ type, id, school, digest: contentDigest(this.cipher, content).toString('hex') });
      return `${rest.slice(0, -1)},"body":${canonicalJson(content.body)}}`;
    });
    await tx.query(APPEND_ALL, [`[${links.join(',')}]`, at, ctx.actor.accountId]);
  }
}
