import { Injectable } from '@nestjs/common';
import { checkCreditCode, checkEmployerName, normaliseEmployerName } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { Captcha } from '../../accounts/index.js';
import { PATHS_OF, type Standing, unitByCode, type WizardPath } from '../kit/unit-standing.js';
import type { NewDraft } from './drafts.repository.js';
import type { LookUpBody, LookUpView, StartBody } from './http/wizard.dto.js';
import { RegistrationBudget } from './registration-budget.js';

const REFUSED: Readonly<Record<Standing, string>> = {
  unknown: '平台里还没有这家单位。请登记单位。',
  claimable: '这家单位还没有人登记。请登记单位。',
  administered: '平台里已有这家单位。请申请加入，或申请成为管理员。',
  certified: '这家单位已经认证过，现在没有管理员。请凭授权书申请成为管理员。',
  gone: '这家单位已经注销或并入别的单位，不能登记。请核对信用代码。',
};

/** Whether a unit is there, and how one can come to it. It says nothing about people. */
@Injectable()
export class UnitLookUp {
  constructor(
    private readonly db: Db,
    private readonly captcha: Captcha,
    private readonly budget: RegistrationBudget,
  ) {}

  async lookUp(ctx: RequestContext, body: LookUpBody): Promise<LookUpView> {
    const creditCode = goodCode(body.creditCode);
    await this.captcha.verify(ctx, body.captcha);
    await this.budget.lookUp(ctx, creditCode);
    const unit = await this.db.system((tx) => unitByCode(tx, creditCode));
    const standing = unit?.standing ?? 'unknown';
    return { creditCode, standing, name: unit?.name ?? null, paths: [...PATHS_OF[standing]] };
  }

  /** What a draft begins with: the unit as it is known, by the path that is open to it. */
  async beginning(tx: Tx, { path, name, creditCode }: Omit<StartBody, 'version'>): Promise<NewDraft> {
    const code = goodCode(creditCode);
    const unit = await unitByCode(tx, code);
    const standing = unit?.standing ?? 'unknown';
    refusePath(standing, path);
    const own = path === 'register' ? goodName(name) : (unit?.name ?? '');
    return { path, employerId: unit?.id ?? null, name: own, creditCode: code };
  }
}

/** @throws AppError CONFLICT with the standing, so that the page leads on */
export function refusePath(standing: Standing, path: WizardPath): void {
  if (PATHS_OF[standing].includes(path)) return;
  throw new AppError('CONFLICT', { detail: REFUSED[standing], extra: { standing } });
}

function goodCode(text: string): string {
  const checked = checkCreditCode(text);
  if (checked.ok) return checked.value;
  throw new AppError('VALIDATION_FAILED', {
    detail: checked.reason,
    errors: [{ field: 'creditCode', code: 'FORMAT', message: checked.reason }],
  });
}

function goodName(text: string): string {
  const wrong = checkEmployerName(text);
  if (wrong === null) return normaliseEmployerName(text);
  throw new AppError('VALIDATION_FAILED', {
    detail: wrong,
    errors: [{ field: 'name', code: 'FORMAT', message: wrong }],
  });
}
