import {
  clawBackSource,
  decideRegistryReport,
  getSourceRecord,
  passSource,
  returnSource,
  saveSourceValues,
  type DecideReportBody,
  type PassSourceBody,
  type ReturnSourceBody,
  type SaveSourceBody,
  type SourceEventView,
  type SourceRecordView,
} from '@qiancheng/api-client/teacher';
import { ask, useAct, useLoad, type ApiProblem } from '@qiancheng/web-core';
import { shallowRef } from 'vue';

export interface SourceConflict {
  problem: ApiProblem;
  /** what stands there now; null while it is being read, or when it could not be */
  fresh: SourceRecordView | null;
  reading: boolean;
  /** what others did meanwhile, newest first */
  changes: SourceEventView[];
}

/**
 * One record and what can be done with it. Every command carries the version on screen; when somebody else was faster (409)
 * nothing is tried again, and the newer record is read beside the one that is shown.
 */
export function useSourceRecord(id: () => string) {
  const load = useLoad(id, (value, signal) => ask(getSourceRecord({ path: { id: value }, signal })));
  const conflict = shallowRef<SourceConflict | null>(null);

  async function onProblem(problem: ApiProblem): Promise<void> {
    if (problem.status !== 409 || problem.code === 'IDEMPOTENCY_IN_PROGRESS') return;
    const known = new Set(load.data.value?.events.map((event) => event.id));
    const mine: SourceConflict = { problem, fresh: null, reading: true, changes: [] };
    conflict.value = mine;
    const fresh = await ask(getSourceRecord({ path: { id: id() } })).catch(() => null);
    if (conflict.value !== mine) return;
    const changes = (fresh?.events ?? []).filter((event) => !known.has(event.id));
    conflict.value = { ...mine, fresh, reading: false, changes };
  }
  const options = { onProblem: (problem: ApiProblem) => void onProblem(problem) };

  const saving = useAct(
    ({ headers }, of: string, body: SaveSourceBody) => ask(saveSourceValues({ path: { id: of }, body, headers })),
    options,
  );
  const passing = useAct(
    ({ headers }, of: string, body: PassSourceBody) => ask(passSource({ path: { id: of }, body, headers })),
    options,
  );
  const returning = useAct(
    ({ headers }, of: string, body: ReturnSourceBody) => ask(returnSource({ path: { id: of }, body, headers })),
    options,
  );
  const clawing = useAct(
    ({ headers }, of: string, version: number) => ask(clawBackSource({ path: { id: of }, body: { version }, headers })),
    options,
  );
  const deciding = useAct(
    ({ headers }, of: string, reportId: string, body: DecideReportBody) =>
      ask(decideRegistryReport({ path: { id: of, reportId }, body, headers })),
    options,
  );
  const acts = [saving, passing, returning, clawing, deciding];

  return {
    ...load,
    conflict,
    saving,
    passing,
    returning,
    clawing,
    deciding,
    save: (body: SaveSourceBody) => saving.run(id(), body),
    pass: (body: PassSourceBody) => passing.run(id(), body),
    sendBack: (body: ReturnSourceBody) => returning.run(id(), body),
    clawBack: (version: number) => clawing.run(id(), version),
    decide: (reportId: string, body: DecideReportBody) => deciding.run(id(), reportId, body),
    show(next: SourceRecordView): void {
      if (next.id === id()) load.data.value = next;
    },
    clear(): void {
      for (const act of acts) act.clear();
    },
    /** after a conflict: show what stands there now */
    takeFresh(): void {
      const fresh = conflict.value?.fresh;
      conflict.value = null;
      // its sentence was about the record as it stood before
      for (const act of acts) act.clear();
      if (fresh) load.data.value = fresh;
      else void load.reload();
    },
  };
}

export type SourceDesk = ReturnType<typeof useSourceRecord>;
