import { Injectable } from '@nestjs/common';
import { CERTIFICATE_KINDS, type CertificateKind, normaliseServices, type ServiceAsked } from '@qiancheng/shared';
import type { CookieRequest } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, type Upload } from '../../../platform/http/index.js';
import type { StoredUpload } from '../../../platform/uploads/index.js';
import type { CookieReply } from '../../accounts/index.js';
import { Certifications } from '../certification/certifications.repository.js';
import { Papers } from '../certification/papers.js';
import { DraftCookie } from './draft-cookie.js';
import type { SchoolAsked } from './draft-row.js';
import { DraftViews } from './draft-views.js';
import { type DraftOwner, Drafts, type NewDraft } from './drafts.repository.js';
import type { DraftAnswer, SaveRegistrationBody, SchoolAskedBody, StartBody } from './http/wizard.dto.js';
import { RegistrationBudget } from './registration-budget.js';
import { UnitLookUp } from './unit-look-up.js';

/** The steps of somebody who is signed in: their one draft, saved as it is typed. */
@Injectable()
export class ApplicantDesk {
  constructor(
    private readonly db: Db,
    private readonly drafts: Drafts,
    private readonly views: DraftViews,
    private readonly cookie: DraftCookie,
    private readonly units: UnitLookUp,
    private readonly budget: RegistrationBudget,
    private readonly papers: Papers,
    private readonly certifications: Certifications,
  ) {}

  read(ctx: RequestContext): Promise<DraftAnswer> {
    return this.db.system((tx) => this.views.answer(tx, ownerOf(ctx)));
  }

  async start(ctx: RequestContext, { version, ...body }: StartBody): Promise<DraftAnswer> {
    await this.budget.start(ctx);
    const owner = ownerOf(ctx);
    return this.db.system(async (tx) => {
      const beginning = await this.units.beginning(tx, body);
      await refuseMember(tx, ctx, beginning);
      if (version === undefined) await this.begin(tx, ctx, beginning);
      else await this.drafts.rename(tx, (await this.drafts.lock(tx, owner, version)).id, beginning);
      return this.views.answer(tx, owner);
    });
  }

  /** Whose registration was refused need not type it all again. */
  private async begin(tx: Tx, ctx: RequestContext, beginning: NewDraft): Promise<void> {
    const owner = ownerOf(ctx);
    await this.drafts.start(tx, owner, beginning);
    const refused = await this.certifications.refused(tx, ctx, beginning.creditCode);
    const draft = refused ? await this.drafts.find(tx, owner) : undefined;
    if (!refused || !draft) return;
    await this.drafts.save(tx, draft.id, { data: { ...refused.data, ...pick(beginning) } });
    for (const kind of CERTIFICATE_KINDS) {
      const fileId = refused.files[kind];
      if (fileId !== undefined) await this.drafts.attach(tx, draft.id, kind, fileId);
    }
  }

  /** Somebody began as a visitor and then signed in with an account that they had. */
  async adopt(ctx: RequestContext, request: CookieRequest, reply: CookieReply): Promise<DraftAnswer> {
    const token = this.cookie.read(request);
    const owner = ownerOf(ctx);
    const answer = await this.db.system(async (tx) => {
      const own = await this.drafts.find(tx, owner);
      const brought = token === null ? undefined : await this.drafts.find(tx, { token }, 'for update');
      if (!own && brought) await this.drafts.handOver(tx, brought.id, owner.accountId);
      return this.views.answer(tx, owner);
    });
    if (token !== null) this.cookie.clear(reply);
    return answer;
  }

  save(ctx: RequestContext, { version, data, schools, message }: SaveRegistrationBody): Promise<DraftAnswer> {
    const owner = ownerOf(ctx);
    return this.db.system(async (tx) => {
      const draft = await this.drafts.lock(tx, owner, version);
      await this.drafts.save(tx, draft.id, {
        // Name and code are the first step's, where they were looked up.
        data: { ...data, name: draft.name, creditCode: draft.creditCode },
        schools: await schoolsAsked(tx, schools),
        message,
      });
      return this.views.answer(tx, owner);
    });
  }

  discard(ctx: RequestContext, version: number): Promise<void> {
    const owner = ownerOf(ctx);
    return this.db.system(async (tx) => {
      await this.drafts.lock(tx, owner, version);
      await this.drafts.drop(tx, owner);
    });
  }

  async attach(ctx: RequestContext, kind: CertificateKind, upload: Upload): Promise<DraftAnswer> {
    const file = await this.papers.accept(upload);
    return this.db.system(async (tx) => {
      const draft = await this.drafts.lock(tx, ownerOf(ctx));
      await this.drafts.attach(tx, draft.id, kind, await this.papers.store(tx, ctx, kind, file));
      return this.views.answer(tx, ownerOf(ctx));
    });
  }

  detach(ctx: RequestContext, kind: CertificateKind): Promise<DraftAnswer> {
    return this.db.system(async (tx) => {
      const draft = await this.drafts.lock(tx, ownerOf(ctx));
      await this.drafts.attach(tx, draft.id, kind, null);
      return this.views.answer(tx, ownerOf(ctx));
    });
  }

  async open(ctx: RequestContext, kind: CertificateKind): Promise<StoredUpload> {
    const draft = await this.db.system((tx) => this.drafts.find(tx, ownerOf(ctx)));
    if (!draft) throw new AppError('NOT_FOUND');
    return this.papers.open(draft.files, kind);
  }
}

const pick = ({ name, creditCode }: NewDraft) => ({ name, creditCode });

export function ownerOf(ctx: RequestContext): { accountId: string } & DraftOwner {
  if (ctx.actor.accountId === null) throw new AppError('NOT_AUTHENTICATED');
  return { accountId: ctx.actor.accountId };
}

/** Whoever is in need not ask to be let in; an administrator need not ask to become one. */
async function refuseMember(tx: Tx, ctx: RequestContext, { path, employerId }: NewDraft): Promise<void> {
  if (path === 'register') return;
  const member = await tx.maybeOne<{ status: string; role: string }>(
    `select status, role from employer_member where employer_id = $1 and account_id = $2`,
    [employerId, ctx.actor.accountId],
  );
  const asks = path === 'join' ? '申请加入' : '申请成为管理员';
  if (member?.status === 'active' && (path === 'join' || member.role === 'employer_admin'))
    throw new AppError('NOT_ALLOWED_NOW', { detail: `你已经是这家单位的成员，不用再${asks}。` });
  if (member?.status === 'requested' && path === 'join')
    throw new AppError('NOT_ALLOWED_NOW', { detail: '你已经申请加入这家单位，正在等管理员同意。' });
}

/** Unknown schools are left out: nobody can be asked there. */
async function schoolsAsked(tx: Tx, bodies: readonly SchoolAskedBody[]): Promise<SchoolAsked[]> {
  const rows = await tx.query<{ id: number; code: string }>(
    'select id, code from school where code = any($1::text[])',
    [bodies.map((body) => body.schoolCode)],
  );
  const unique = new Map(bodies.map((body) => [body.schoolCode, body]));
  return [...unique.values()].flatMap(({ schoolCode, services }) => {
    const school = rows.find((row) => row.code === schoolCode);
    return school ? [{ schoolId: school.id, services: normaliseServices(services.map(plainAnswers)) }] : [];
  });
}

function plainAnswers({ code, answers }: ServiceAsked): ServiceAsked {
  return { code, answers: Object.fromEntries(Object.entries(answers).filter(([, text]) => typeof text === 'string')) };
}
