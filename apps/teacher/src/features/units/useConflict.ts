import type { UnitEventView } from '@qiancheng/api-client/teacher';
import type { ApiProblem } from '@qiancheng/web-core';
import type { ConflictChange } from '@qiancheng/web-ui';
import { shallowRef } from 'vue';

export interface UnitConflict<T> {
  problem: ApiProblem;
  /** what stands there now; null while it is being read, or when it could not be */
  fresh: T | null;
  reading: boolean;
  changes: ConflictChange[];
}

/** Somebody was faster (409): nothing is tried again, the newer record is shown with what was done meanwhile. */
export function useConflict<T extends { events: readonly UnitEventView[] }>(
  known: () => readonly UnitEventView[],
  read: () => Promise<T>,
) {
  const conflict = shallowRef<UnitConflict<T> | null>(null);

  async function show(problem: ApiProblem): Promise<void> {
    const before = new Set(known().map((event) => event.id));
    const mine: UnitConflict<T> = { problem, fresh: null, reading: true, changes: [] };
    conflict.value = mine;
    const fresh = await read().catch(() => null);
    if (conflict.value !== mine) return;
    const changes = (fresh?.events ?? [])
      .filter((event) => !before.has(event.id))
      .map(({ id, label, at, actorName, reasons }) => ({
        id,
        label,
        at,
        actorName,
        reasonText: reasons.join('；') || null,
      }));
    conflict.value = { ...mine, fresh, reading: false, changes };
  }
  function onProblem(problem: ApiProblem): void {
    if (problem.status === 409 && problem.code !== 'IDEMPOTENCY_IN_PROGRESS') void show(problem);
  }
  return { conflict, onProblem };
}
