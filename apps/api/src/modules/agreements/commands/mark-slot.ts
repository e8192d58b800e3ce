import { shanghaiDate, type Slot } from '@qiancheng/shared';
import { AppError, type FieldError } from '../../../platform/http/index.js';
import type { MarkSlotBody, SealCheck } from '../http/dto/commands.dto.js';
import type { Scene, Verb } from './verb.js';

export type MarkSlotInput = MarkSlotBody & { slot: Slot };

const CHECK_LABELS: Record<SealCheck, string> = {
  number: '编号和版本与系统一致',
  student_signature: '学生签名清楚',
  employer_seal: '单位公章与单位名称一致',
  college_seal: '学院章已盖',
};

/** What must have been looked at on the paper: the number, every mark that is there already, and the new one. */
export function requiredChecks(slot: Slot, done: Partial<Record<Slot, unknown>>): SealCheck[] {
  const there = (mark: Slot): boolean => mark === slot || done[mark] !== undefined;
  return [
    'number',
    ...(there('student') ? (['student_signature'] as const) : []),
    ...(there('employer') ? (['employer_seal'] as const) : []),
    ...(there('college') ? (['college_seal'] as const) : []),
  ];
}

function checkPaper({ input, row, policy, now }: Scene<MarkSlotInput>): void {
  const errors: FieldError[] = [];
  const missing = requiredChecks(input.slot, row.slots_done).filter((check) => !input.checks.includes(check));
  if (missing.length > 0) {
    const message = `还没有核对：${missing.map((check) => CHECK_LABELS[check]).join('、')}。`;
    errors.push({ field: 'checks', code: 'REQUIRED', message });
  }
  if (input.date > shanghaiDate(now)) {
    errors.push({ field: 'date', code: 'RANGE', message: '盖章日期不能晚于今天。' });
  }
  if (input.copies > policy.print.copies) {
    errors.push({ field: 'copies', code: 'RANGE', message: `协议一共 ${policy.print.copies} 份。` });
  }
  if (errors.length > 0) throw new AppError('VALIDATION_FAILED', { detail: errors[0]?.message, errors });
}

/** T21, a seal on paper, recorded by somebody who has the paper in hand. */
export const markSlot: Verb<MarkSlotInput> = {
  action: 'slot_done',
  slot: (input) => input.slot,
  // Whose seal it is and whether it is its turn comes first; only then is the paper asked about.
  facts: () => ({ reauthOk: true }),
  slotRecord: (scene) => {
    checkPaper(scene);
    const { input, ctx } = scene;
    return {
      slot: input.slot,
      method: 'paper_seal',
      byName: ctx.actor.displayName,
      strokes: null,
      evidence: {
        checks: input.checks,
        sealDate: input.date,
        copies: input.copies,
        note: input.note ?? null,
        ip: ctx.ip,
        device: ctx.device,
        sessionId: ctx.actor.sessionId ?? null,
      },
    };
  },
  note: ({ input }) => input.note?.trim() || null,
  data: ({ input }) => ({ slot: input.slot, method: 'paper_seal', sealDate: input.date, copies: input.copies }),
};
