import type { AgreementFigures } from '@qiancheng/api-client/teacher';
import type { ReasonedAct } from './useSettlement.js';

/** What becomes of the unit, said before it happens. */
export function consequences(act: ReasonedAct, { invited, running, signed }: AgreementFigures): string[] {
  if (act === 'return') return ['单位补充后重新申请，时限重新计算。'];
  if (act === 'reject') return ['这次申请就此结束。单位以后可以再申请。'];
  return [
    '单位马上不能进入本校的工作台，不能再邀请本校学生。',
    invited ? `${invited} 份邀约还在等学生答复，到期前照常有效。` : '',
    running + signed
      ? `${running + signed} 份协议不受影响，学生和本校照常能看、能办；单位一侧要办的，恢复后再办。`
      : '单位在本校没有进行中的协议。',
    '随时可以恢复。',
  ].filter(Boolean);
}
