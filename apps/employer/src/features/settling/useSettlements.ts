import {
  askSchool,
  listSettlements,
  searchSchoolsToAsk,
  withdrawSettlement,
  type OpenSchoolList,
  type OwnSettlement,
  type OwnSettlementList,
} from '@qiancheng/api-client/employer';
import type { ServiceAsked } from '@qiancheng/shared';
import { ask, useAct, useLoad, useSession } from '@qiancheng/web-core';
import { useWorkspaces } from '../workspaces/workspace.js';

/** Where the unit stands at each school. Each answer is the list as it is then; after a refusal it is asked for anew. */
export function useSettlements() {
  const session = useSession();
  const workspaces = useWorkspaces();
  const load = useLoad(
    () => session.view?.company?.id,
    (_company, signal) => ask(listSettlements({ signal })),
  );
  function take(list: OwnSettlementList): true {
    load.data.value = list;
    // The choice of schools elsewhere is a convenience: it is read again when it is opened.
    void workspaces.renew().catch(() => undefined);
    return true;
  }
  const options = { onProblem: () => void load.reload() };
  const asking = useAct(
    async ({ headers }, schoolCode: string, body: { version: number; services: ServiceAsked[]; message: string }) =>
      take(await ask(askSchool({ path: { schoolCode }, body, headers }))),
    options,
  );
  const withdrawing = useAct(
    async ({ headers }, { schoolCode, version }: OwnSettlement) =>
      take(await ask(withdrawSettlement({ path: { schoolCode }, body: { version }, headers }))),
    options,
  );
  const search = (q: string, signal: AbortSignal): Promise<OpenSchoolList> =>
    ask(searchSchoolsToAsk({ query: q ? { q } : {}, signal }));
  return { ...load, asking, withdrawing, search };
}
