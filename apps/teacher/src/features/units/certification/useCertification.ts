import {
  approveCertification,
  getCertification,
  rejectCertification,
  returnCertification,
  type CertificationReview,
  type ReviewReasonsBody,
} from '@qiancheng/api-client/platform';
import { ask, useAct, useLoad } from '@qiancheng/web-core';
import { useCertificationCounts } from '../../../stores/counts.js';
import { useConflict } from '../useConflict.js';

/** One certification and what the operator can make of it. Every decision carries the version that is on screen. */
export function useCertification(id: () => string) {
  const counts = useCertificationCounts();
  const load = useLoad(id, (value, signal) => ask(getCertification({ path: { id: value }, signal })));
  const { conflict, onProblem } = useConflict(
    () => load.data.value?.events ?? [],
    () => ask(getCertification({ path: { id: id() } })),
  );
  const approving = useAct(
    ({ headers }, of: string, version: number) =>
      ask(approveCertification({ path: { id: of }, body: { version }, headers })),
    { onProblem },
  );
  const returning = useAct(
    ({ headers }, of: string, body: ReviewReasonsBody) => ask(returnCertification({ path: { id: of }, body, headers })),
    { onProblem },
  );
  const rejecting = useAct(
    ({ headers }, of: string, body: ReviewReasonsBody) => ask(rejectCertification({ path: { id: of }, body, headers })),
    { onProblem },
  );
  function settle(next: CertificationReview | undefined): CertificationReview | undefined {
    if (next) void counts.refresh();
    return next;
  }
  const acts = [approving, returning, rejecting];

  return {
    ...load,
    conflict,
    approving,
    returning,
    rejecting,
    approve: async (version: number) => settle(await approving.run(id(), version)),
    sendBack: async (body: ReviewReasonsBody) => settle(await returning.run(id(), body)),
    reject: async (body: ReviewReasonsBody) => settle(await rejecting.run(id(), body)),
    clear: () => acts.forEach((act) => act.clear()),
    show(next: CertificationReview): void {
      if (next.id === id()) load.data.value = next;
    },
    takeFresh(): void {
      const fresh = conflict.value?.fresh;
      conflict.value = null;
      acts.forEach((act) => act.clear());
      if (fresh) load.data.value = fresh;
      else void load.reload();
      void counts.refresh();
    },
  };
}

export type CertificationDesk = ReturnType<typeof useCertification>;
