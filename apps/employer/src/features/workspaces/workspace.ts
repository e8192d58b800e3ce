import type { EmployerCounts, WorkspaceView } from '@qiancheng/api-client/employer';
import { listWorkspaces } from '@qiancheng/api-client/employer';
import { ask } from '@qiancheng/web-core';
import { defineStore } from 'pinia';
import { inject, ref, shallowRef, type InjectionKey } from 'vue';

/** School and cohort: the path parameters of every request inside. */
export interface Workspace {
  schoolCode: string;
  cohort: number;
}

export const WORKSPACE: InjectionKey<Workspace> = Symbol('workspace');

export function useWorkspace(): Workspace {
  const workspace = inject(WORKSPACE);
  if (!workspace) throw new Error('useWorkspace() outside of a workspace');
  return workspace;
}

/** Schools at which this unit works, and the counts of the workspace that is open. */
export const useWorkspaces = defineStore('workspaces', () => {
  const items = shallowRef<WorkspaceView[] | null>(null);
  const counts = shallowRef<EmployerCounts | null>(null);
  const countsOf = ref('');
  let loading: Promise<WorkspaceView[]> | null = null;

  async function load(): Promise<WorkspaceView[]> {
    if (items.value) return items.value;
    loading ??= ask(listWorkspaces())
      .then((answer) => (items.value = answer.items))
      .finally(() => {
        loading = null;
      });
    return loading;
  }
  /** Whichever answer carries counts refreshes them. */
  function setCounts(workspace: Workspace, next: EmployerCounts): void {
    counts.value = next;
    countsOf.value = `${workspace.schoolCode}/${workspace.cohort}`;
  }
  const countsFor = (workspace: Workspace): EmployerCounts | null =>
    countsOf.value === `${workspace.schoolCode}/${workspace.cohort}` ? counts.value : null;

  /** A cohort that is over can be read only. Unknown counts as open: the server decides in the end. */
  const isOpen = (workspace: Workspace): boolean =>
    items.value
      ?.find((item) => item.schoolCode === workspace.schoolCode)
      ?.cohorts.find((cohort) => cohort.year === workspace.cohort)?.open ?? true;

  return { items, load, setCounts, countsFor, isOpen };
});
