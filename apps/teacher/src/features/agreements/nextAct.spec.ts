import type { ActionView, CaseDetail } from '@qiancheng/api-client/teacher';
import { describe, expect, it } from 'vitest';
import { nextActOf, sealActions } from './nextAct.js';

const seal = (slot: string, allowed: boolean, reason: string | null = null): ActionView => ({
  action: 'slot_done',
  slot,
  label: `标记${slot}`,
  allowed,
  code: null,
  reason,
});
const slot = (name: CaseDetail['slots'][number]['slot'], done: boolean) => ({
  slot: name,
  label: name,
  done,
  doneAt: null,
  method: null,
  byName: null,
});
const detail = (changes: Partial<CaseDetail>): CaseDetail =>
  ({ state: 'SIGNING', stateLabel: '签章中', slots: [], progress: [], availableActions: [], ...changes }) as CaseDetail;

describe('the next act', () => {
  it('is the seal that can be recorded now, before those that cannot', () => {
    const case1 = detail({
      slots: [slot('college', false), slot('school', false)],
      availableActions: [seal('school', false, '前面的签章还没有完成。'), seal('college', true)],
    });
    expect(sealActions(case1).map((action) => action.slot)).toEqual(['college', 'school']);
    const next = nextActOf(case1);
    expect(next).toMatchObject({ mine: true, title: '等您标记college' });
    expect(next.text).toContain('接着是school');
  });

  it('says that the last seal takes effect', () => {
    const next = nextActOf(
      detail({ slots: [slot('college', true), slot('school', false)], availableActions: [seal('school', true)] }),
    );
    expect(next.text).toContain('协议随即生效');
  });

  it('never offers the student’s signature', () => {
    expect(sealActions(detail({ availableActions: [seal('student', true)] }))).toEqual([]);
  });

  it('names who is awaited, and keeps a seal that is not open yet with its reason', () => {
    const next = nextActOf(
      detail({
        progress: [
          { key: 'slot:student', label: '学生签名', status: 'now', at: null, byName: null, note: '已等 2 天' },
        ],
        availableActions: [seal('school', false, '前面的签章还没有完成。')],
      }),
    );
    expect(next).toMatchObject({ mine: false, title: '现在等学生签名', text: '已等 2 天' });
    expect(next.seal?.reason).toBe('前面的签章还没有完成。');
  });

  it('tells how a closed agreement ended', () => {
    expect(nextActOf(detail({ state: 'VOIDED', stateLabel: '已作废' })).text).toContain('不再有效');
    expect(nextActOf(detail({ state: 'SIGNED' })).title).toBe('签约完成');
  });
});
