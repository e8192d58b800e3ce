import { listCases, type EmployerCasePage } from '@qiancheng/api-client/employer';
import { ask, useLoad, type Load } from '@qiancheng/web-core';
import { watch } from 'vue';
import { useWorkspace, useWorkspaces } from '../../workspaces/workspace.js';
import type { TabQuery } from './useTabQuery.js';

type Query = NonNullable<NonNullable<Parameters<typeof listCases>[0]>['query']>;
export const PAGE_SIZE = 20;

/** Rows of one tab. What is shown stays while the next page loads, and the counts of the tabs come along. */
export function useCaseList(tab: 'pending' | 'signed' | 'terminated', query: TabQuery): Load<EmployerCasePage> {
  const workspace = useWorkspace();
  const workspaces = useWorkspaces();
  const list = useLoad(
    () => ({ q: query.q.value, stage: query.stage.value, page: query.page.value }),
    ({ q, stage, page }, signal) =>
      ask(
        listCases({
          path: { ...workspace },
          query: {
            ...(stage ? { stage: stage as Query['stage'] } : { tab }),
            ...(q ? { q } : {}),
            page,
            pageSize: PAGE_SIZE,
          },
          signal,
        }),
      ),
    { keep: true },
  );
  watch(list.data, (page) => page && workspaces.setCounts(workspace, page.counts));
  return list;
}
