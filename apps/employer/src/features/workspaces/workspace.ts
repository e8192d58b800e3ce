import type { EmployerCounts, WorkspaceView } from '@qiancheng/api-client/employer';
import { listWorkspaces } from '@qiancheng/api-client/employer';
import { shanghaiDate, workingCohort } from '@qiancheng/shared';
import { ask } from '@qiancheng/web-core';
import { defineStore } from 'pinia';
import { computed, inject, ref, shallowRef, type InjectionKey } from 'vue';

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
  const last = shallowRef<Workspace | null>(null);
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
  /** After the unit has asked a school or taken it back: where one works stays. */
  async function renew(): Promise<void> {
    items.value = (await ask(listWorkspaces())).items;
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

  /** Where pages of the unit lead back to: where one worked last, or the cohort that graduates next. */
  const home = computed((): Workspace | null => {
    if (last.value) return last.value;
    const usable = (items.value ?? []).filter((item) => item.status === 'approved');
    const all = usable.flatMap(({ schoolCode, cohorts }) => cohorts.map((cohort) => ({ schoolCode, ...cohort })));
    const first = workingCohort(all, shanghaiDate(new Date()));
    return first ? { schoolCode: first.schoolCode, cohort: first.year } : null;
  });
  function enter(workspace: Workspace): void {
    last.value = workspace;
  }
  /** After a change of the unit, or of what a school has decided. */
  function forget(): void {
    items.value = null;
    last.value = null;
  }

  return { items, load, renew, setCounts, countsFor, isOpen, home, enter, forget };
});
