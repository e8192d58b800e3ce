import {
  approveSettlement,
  getSettlement,
  rejectSettlement,
  resumeSettlement,
  returnSettlement,
  suspendSettlement,
  type SettlementReasonsBody,
  type SettlementReview,
} from '@qiancheng/api-client/teacher';
import { ask, useAct, useLoad } from '@qiancheng/web-core';
import { useSettlementCounts } from '../../../stores/counts.js';
import { useConflict } from '../useConflict.js';

export type ReasonedAct = 'return' | 'reject' | 'suspend';
export type PlainAct = 'approve' | 'resume';

const REASONED = { return: returnSettlement, reject: rejectSettlement, suspend: suspendSettlement };
const PLAIN = { approve: approveSettlement, resume: resumeSettlement };

/** One unit at this school and what can be made of it. Every decision carries the version that is on screen. */
export function useSettlement(id: () => string) {
  const counts = useSettlementCounts();
  const load = useLoad(id, (value, signal) => ask(getSettlement({ path: { id: value }, signal })));
  const { conflict, onProblem } = useConflict(
    () => load.data.value?.events ?? [],
    () => ask(getSettlement({ path: { id: id() } })),
  );
  const plain = useAct(
    ({ headers }, act: PlainAct, of: string, version: number) =>
      ask(PLAIN[act]({ path: { id: of }, body: { version }, headers })),
    { onProblem },
  );
  const reasoned = useAct(
    ({ headers }, act: ReasonedAct, of: string, body: SettlementReasonsBody) =>
      ask(REASONED[act]({ path: { id: of }, body, headers })),
    { onProblem },
  );
  function settle(next: SettlementReview | undefined): SettlementReview | undefined {
    if (next) void counts.refresh();
    return next;
  }

  return {
    ...load,
    conflict,
    plain,
    reasoned,
    decide: async (act: PlainAct, version: number) => settle(await plain.run(act, id(), version)),
    decideWith: async (act: ReasonedAct, body: SettlementReasonsBody) => settle(await reasoned.run(act, id(), body)),
    clear(): void {
      plain.clear();
      reasoned.clear();
    },
    show(next: SettlementReview): void {
      if (next.id === id()) load.data.value = next;
    },
    takeFresh(): void {
      const fresh = conflict.value?.fresh;
      conflict.value = null;
      plain.clear();
      reasoned.clear();
      if (fresh) load.data.value = fresh;
      else void load.reload();
      void counts.refresh();
    },
  };
}

export type SettlementDesk = ReturnType<typeof useSettlement>;
