import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import type { RequestContext } from '../context/index.js';
import { FieldCipher } from '../crypto/index.js';
import type { Prepared, Tx } from '../database/index.js';
import { canonicalJson, CanonicalText } from './canonical.js';
import { type AuditContent, auditTime, contentDigest, contentDigestHex } from './chain.js';

const APPEND: Prepared = { name: 'audit_append', text: 'select audit_append($1, $2, $3, $4, $5, $6, $7)' };

/** As `audit_append` locks: a chain has one writer. In one order, so that two acts on the same chains never wait in a ring. */
const LOCK_ALL = `select pg_advisory_xact_lock(hashtextextended(k.name, 7)) from (select name from unnest($1::text[]) as name order by 1) k`;
/** As `audit_append` writes, in one statement, which sees the chains as they are behind the locks. */
const APPEND_ALL = `insert into audit_entry (aggregate_type, aggregate_id, seq, school_id, at, actor_id, body, prev_hash, hash)
  select g.type, g.id, coalesce(h.seq, 0) + 1, g.school, $2, $3, g.body, h.hash,
         sha256(coalesce(h.hash, ''::bytea) || int4send(coalesce(h.seq, 0) + 1) || decode(g.digest, 'hex'))
    from jsonb_to_recordset($1::jsonb) as g (type text, id text, school integer, body jsonb, digest text)
    left join lateral (select e.seq, e.hash from audit_entry e
                        where e.aggregate_type = g.type and e.aggregate_id = g.id order by e.seq desc limit 1) h on true`;

/** Links on chains that nobody can know of yet: nothing is locked and nothing is looked up. */
const BEGIN_ALL = `insert into audit_entry (aggregate_type, aggregate_id, seq, school_id, at, actor_id, body, prev_hash, hash)
  select g.type, g.id, 1, g.school, $2, $3, g.body, null, sha256(int4send(1) || decode(g.digest, 'hex'))
    from jsonb_to_recordset($1::jsonb) as g (type text, id text, school integer, body jsonb, digest text)`;

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

/** Who acted, as what and from where: enough to say it later without asking tables that change. */
function authorOf(ctx: RequestContext): { actor: object; from: object } {
  const { actor } = ctx;
  return {
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
  };
}

/** @param author of the context, in whatever form it is written */
export function auditContent(ctx: RequestContext, entry: AuditEntry, at: Date, author = authorOf(ctx)): AuditContent {
  return {
    aggregateType: entry.aggregateType,
    aggregateId: entry.aggregateId,
    schoolId: entry.schoolId,
    at,
    actorId: ctx.actor.accountId,
    body: {
      action: entry.action,
      ...author,
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

  /** As `append`, for an act on many: a few statements, one link each. An aggregate stands among the entries once. */
  async appendAll(tx: Tx, ctx: RequestContext, entries: readonly AuditEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await tx.query(LOCK_ALL, [entries.map(({ aggregateType, aggregateId }) => `${aggregateType}/${aggregateId}`)]);
    await this.write(tx, ctx, APPEND_ALL, entries);
  }

  /** As `appendAll`, on aggregates that this very transaction makes; a chain that has a link already fails it. */
  async beginAll(tx: Tx, ctx: RequestContext, entries: readonly AuditEntry[]): Promise<void> {
    if (entries.length > 0) await this.write(tx, ctx, BEGIN_ALL, entries);
  }

  private async write(tx: Tx, ctx: RequestContext, statement: string, entries: readonly AuditEntry[]): Promise<void> {
    const at = this.clock.now();
    const time = auditTime(at);
    const { actor, from } = authorOf(ctx);
    const author = { actor: new CanonicalText(canonicalJson(actor)), from: new CanonicalText(canonicalJson(from)) };
    const links = entries.map((entry) => {
      const content = auditContent(ctx, entry, at, author);
      const { aggregateType: type, aggregateId: id, schoolId: school } = content;
      // the canonical text is what was digested: it goes in as it is
      const body = new CanonicalText(canonicalJson(content.body));
      const digest = contentDigestHex(this.cipher, { ...content, body }, time);
      return `${JSON.stringify({ type, id, school, digest }).slice(0, -1)},"body":${body.text}}`;
    });
    await tx.query(statement, [`[${links.join(',')}]`, at, ctx.actor.accountId]);
  }
}
