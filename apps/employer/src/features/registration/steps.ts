import type { DraftView } from '@qiancheng/api-client/employer';
import type { RouteLocationRaw } from 'vue-router';
import type { WizardPath } from './registration.js';

export interface WizardStep {
  name:
    | 'register-company'
    | 'register-account'
    | 'register-facts'
    | 'register-services'
    | 'register-request'
    | 'register-wechat';
  label: string;
  note?: string;
}

const COMPANY: WizardStep = { name: 'register-company', label: '查找单位' };
const ACCOUNT: WizardStep = { name: 'register-account', label: '账号' };

/** Whoever joins a unit that is there skips what that unit has said of itself. */
const STEPS: Readonly<Record<WizardPath, readonly WizardStep[]>> = {
  register: [
    COMPANY,
    ACCOUNT,
    { name: 'register-facts', label: '认证资料' },
    { name: 'register-services', label: '招聘服务' },
    { name: 'register-wechat', label: '绑定微信', note: '可跳过' },
  ],
  join: [COMPANY, ACCOUNT, { name: 'register-request', label: '申请加入' }],
  takeover: [COMPANY, ACCOUNT, { name: 'register-request', label: '申请成为管理员' }],
};

export function stepsOf(path: WizardPath): readonly WizardStep[] {
  return STEPS[path];
}

/** The step that is open at most: the account comes before everything that is kept at it. */
export function furthestStep(draft: DraftView | null, signedIn: boolean): number {
  if (!draft) return 0;
  return signedIn ? stepsOf(draft.path as WizardPath).length - 1 : 1;
}

export function nextOf(draft: DraftView, name: WizardStep['name']): RouteLocationRaw {
  const steps = stepsOf(draft.path as WizardPath);
  const at = steps.findIndex((step) => step.name === name);
  return { name: steps[Math.min(at + 1, steps.length - 1)]?.name ?? name };
}

export function previousOf(draft: DraftView, name: WizardStep['name']): RouteLocationRaw {
  const steps = stepsOf(draft.path as WizardPath);
  const at = steps.findIndex((step) => step.name === name);
  return { name: steps[Math.max(at - 1, 0)]?.name ?? name };
}
