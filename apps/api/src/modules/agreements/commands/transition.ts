import { Injectable } from '@nestjs/common';
import { resolve, type SigningDenial, type SigningRequest } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { PasswordCheck, ReauthCodes, WechatActs } from '../../accounts/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import { AgreementRepository, type CaseFilter } from '../agreement.repository.js';
import { factsOf, labelFor, processActor, snapshotOf, type CaseRow } from '../case-row.js';
import { type Carry, newCarry } from './carry.js';
import { CaseWriter } from './case-writer.js';
import { translated } from './conflicts.js';
import { applyEffects } from './effects.js';
import { type Reauth, wechatKey } from './reauth.js';
import type { Scene, Verb } from './verb.js';

/** The version that the author of a command saw; the system's own acts have seen none. */
type Versioned = { version?: number };

/**
 * The one shape of every change: lock within scope, compare versions, ask the process table, write the row, its
 * history and its messages. Verbs say what is particular to them; none repeats this.
 */
@Injectable()
export class Transitions {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly policies: SchoolPolicies,
    private readonly cases: AgreementRepository,
    private readonly writer: CaseWriter,
    private readonly passwords: PasswordCheck,
    private readonly codes: ReauthCodes,
    private readonly wechat: WechatActs,
  ) {}

  /** Runs a verb; `then` reads the answer in the same transaction, so that it shows what was written. */
  async run<I extends Versioned, R>(
    ctx: RequestContext,
    verb: Verb<I>,
    filter: CaseFilter,
    input: I,
    then: (tx: Tx) => Promise<R>,
  ): Promise<R> {
    const reauth = await this.prove(ctx, verb, filter, input);
    return translated(
      this.db.tx(ctx, async (tx) => {
        await this.act(tx, ctx, verb, filter, input, reauth);
        return then(tx);
      }),
    );
  }

  private async act<I extends Versioned>(
    tx: Tx,
    ctx: RequestContext,
    verb: Verb<I>,
    filter: CaseFilter,
    input: I,
    reauth: Reauth,
  ): Promise<void> {
    const { carry, request } = await this.decide(tx, ctx, verb, filter, input, reauth);
    const { wechatTicket } = verb.proof?.(input) ?? {};
    if (reauth === 'wechat' && wechatTicket)
      await this.wechat.spend(tx, ctx, wechatTicket, wechatKey(verb.action, filter.id));
    applyEffects(carry);
    await this.writer.write(tx, carry, request);
  }

  /** Everything that can be refused, and nothing written yet. */
  private async decide<I extends Versioned>(
    tx: Tx,
    ctx: RequestContext,
    verb: Verb<I>,
    filter: CaseFilter,
    input: I,
    reauth: Reauth,
  ): Promise<{ carry: Carry; request: SigningRequest }> {
    if (verb.locksStudent && !(await this.cases.lockStudentOf(tx, ctx, filter))) throw new AppError('NOT_FOUND');
    const row = await this.cases.lock(tx, ctx, filter);
    if (!row) throw new AppError('NOT_FOUND');
    const scene = await this.sceneOf(tx, ctx, verb, row, input, reauth);
    if (input.version !== undefined && input.version !== row.version) throw stale(scene);
    verb.check?.(scene);
    const request: SigningRequest = {
      action: verb.action,
      snapshot: snapshotOf(row),
      actor: processActor(ctx, row),
      policy: scene.policy,
      facts: { ...factsOf(row, scene.policy), ...verb.facts?.(scene) },
      now: scene.now,
      ...(verb.slot ? { slot: verb.slot(input) } : {}),
    };
    const result = resolve(request);
    if (!result.ok) throw verb.explain?.(scene, result.code) ?? denied(result.code, result.reason);
    const carry = newCarry(verb.action, scene, result);
    carry.patch = verb.patch?.(scene, result) ?? {};
    carry.reason = verb.reason?.(input) ?? null;
    carry.note = verb.note?.(scene) ?? null;
    carry.slot = verb.slotRecord?.(scene) ?? null;
    carry.data = verb.data?.(scene) ?? {};
    carry.silent = verb.silent ?? false;
    return { carry, request };
  }

  private async sceneOf<I>(
    tx: Tx,
    ctx: RequestContext,
    verb: Verb<I>,
    row: CaseRow,
    input: I,
    reauth: Reauth,
  ): Promise<Scene<I>> {
    const inForce =
      verb.policy === 'current'
        ? await this.policies.current(tx, row.school_id)
        : { version: row.policy_version, policy: await this.policies.version(tx, row.school_id, row.policy_version) };
    return { ctx, input, row, policy: inForce.policy, policyVersion: inForce.version, now: this.clock.now(), reauth };
  }

  /**
   * Hashing takes its time: before the transaction, and only for a case that is there for this person. A confirmation by
   * WeChat is claimed here, and looked at and used up where the act is written.
   */
  private async prove<I extends Versioned>(
    ctx: RequestContext,
    verb: Verb<I>,
    filter: CaseFilter,
    input: I,
  ): Promise<Reauth> {
    const { password, codeId, code, wechatTicket } = verb.proof?.(input) ?? {};
    if (typeof wechatTicket === 'string') return 'wechat';
    if (typeof codeId === 'string' && typeof code === 'string') {
      // a code is good once: whatever else would be refused is refused before it is used up
      await this.db.tx(ctx, (tx) => this.decide(tx, ctx, verb, filter, input, 'sms'));
      return this.codes.check(ctx, { codeId, code });
    }
    if (password === undefined || password === null) return 'none';
    if (!(await this.db.read(ctx, (tx) => this.cases.exists(tx, ctx, filter)))) throw new AppError('NOT_FOUND');
    await this.passwords.verifyPassword(ctx, password);
    return 'password';
  }
}

function denied(code: SigningDenial, reason: string): AppError {
  return new AppError(code, { detail: reason });
}

/** Says what is there now, so that a page can show it beside what its reader saw. */
function stale({ ctx, row, policy }: Scene<unknown>): AppError {
  const label = labelFor(processActor(ctx, row).kind, row, policy);
  return new AppError('STALE_VERSION', {
    detail: `这份协议刚刚有人办过，现在是「${label}」。请看过最新内容后再操作。`,
    extra: { currentVersion: row.version, currentState: row.state, currentStateLabel: label },
  });
}
