import {
  clawBack,
  fail,
  getCase,
  markSlot,
  pass,
  voidCase,
  type CaseDetail,
  type CaseEventView,
  type FailBody,
  type MarkSlotBody,
  type PassBody,
  type VoidBody,
} from '@qiancheng/api-client/teacher';
import { ask, useAct, useLoad, type ApiProblem } from '@qiancheng/web-core';
import { shallowRef } from 'vue';
import { useWaiting } from '../../stores/waiting.js';

export interface Conflict {
  problem: ApiProblem;
  /** what stands there now; null while it is being read, or when it could not be */
  fresh: CaseDetail | null;
  reading: boolean;
  /** what others did meanwhile, newest first */
  changes: CaseEventView[];
}

type SlotName = CaseDetail['slots'][number]['slot'];

/**
 * One agreement and what can be done with it. Every command carries the version that is on screen. When somebody else was
 * faster (409), nothing is tried again: the conflict says who did what, and the person decides with the newer record.
 */
export function useRecord(id: () => string) {
  const waiting = useWaiting();
  const load = useLoad(id, (value, signal) => ask(getCase({ path: { id: value }, signal })));
  const conflict = shallowRef<Conflict | null>(null);

  async function onProblem(problem: ApiProblem): Promise<void> {
    if (problem.status !== 409 || problem.code === 'IDEMPOTENCY_IN_PROGRESS') return;
    const known = new Set(load.data.value?.events.map((event) => event.id));
    const mine: Conflict = { problem, fresh: null, reading: true, changes: [] };
    conflict.value = mine;
    const fresh = await ask(getCase({ path: { id: id() } })).catch(() => null);
    if (conflict.value !== mine) return;
    const changes = (fresh?.events ?? []).filter((event) => !known.has(event.id));
    changes.sort((a, b) => b.at.localeCompare(a.at));
    conflict.value = { ...mine, fresh, reading: false, changes };
  }
  const options = { onProblem: (problem: ApiProblem) => void onProblem(problem) };

  /** The answer is not shown by itself: the page may be about to leave for the next of the queue. */
  function settle(next: CaseDetail | undefined): CaseDetail | undefined {
    if (next) void waiting.refresh();
    return next;
  }

  const passing = useAct(
    ({ headers }, caseId: string, body: PassBody) => ask(pass({ path: { id: caseId }, body, headers })),
    options,
  );
  const failing = useAct(
    ({ headers }, caseId: string, body: FailBody) => ask(fail({ path: { id: caseId }, body, headers })),
    options,
  );
  const clawing = useAct(
    ({ headers }, caseId: string, version: number) =>
      ask(clawBack({ path: { id: caseId }, body: { version }, headers })),
    options,
  );
  const marking = useAct(({ headers }, id: string, slot: SlotName, body: MarkSlotBody) => {
    const path = { id, slot };
    return ask(markSlot({ path, body, headers }));
  }, options);
  const voiding = useAct(
    ({ headers }, caseId: string, body: VoidBody) => ask(voidCase({ path: { id: caseId }, body, headers })),
    options,
  );

  return {
    ...load,
    conflict,
    passing,
    failing,
    clawing,
    marking,
    voiding,
    pass: async (body: PassBody) => settle(await passing.run(id(), body)),
    fail: async (body: FailBody) => settle(await failing.run(id(), body)),
    clawBack: async (version: number) => settle(await clawing.run(id(), version)),
    mark: async (slot: SlotName, body: MarkSlotBody) => settle(await marking.run(id(), slot, body)),
    voidCase: async (body: VoidBody) => settle(await voiding.run(id(), body)),
    show(next: CaseDetail): void {
      if (next.id === id()) load.data.value = next;
    },
    /** after a conflict: show what stands there now */
    takeFresh(): void {
      const fresh = conflict.value?.fresh;
      conflict.value = null;
      // its sentence was about the record as it stood before
      for (const act of [passing, failing, clawing, marking, voiding]) act.clear();
      if (fresh) load.data.value = fresh;
      else void load.reload();
      void waiting.refresh();
    },
  };
}

export type CaseRecord = ReturnType<typeof useRecord>;
