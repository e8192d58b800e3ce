import type { SourceFieldView, SourceRecordView } from '@qiancheng/api-client/teacher';
import { computed, shallowRef } from 'vue';
import { canCopy, needsLook, saveBody, type Change, type FieldKey, type Pending } from './pending.js';

/** What waits to be saved of the record on screen. The school's values do not change before it is. */
export function usePending(record: () => SourceRecordView | null) {
  const pending = shallowRef<Pending>(new Map());
  const reason = shallowRef('');
  const fields = computed(() => record()?.fields ?? []);
  const copyable = computed(() => fields.value.filter((field) => canCopy(field) && !pending.value.has(field.key)));

  function put(entries: readonly (readonly [FieldKey, Change])[]): void {
    if (entries.length > 0) pending.value = new Map([...pending.value, ...entries]);
  }
  const copyOf = (field: SourceFieldView) => [field.key, { kind: 'copy', text: field.studentText ?? '' }] as const;

  return {
    pending,
    /** why a field of the registry is changed by hand */
    reason,
    copyable,
    count: computed(() => pending.value.size),
    labels: computed(() => fields.value.filter(({ key }) => pending.value.has(key)).map(({ label }) => label)),
    copy(field: SourceFieldView): void {
      if (canCopy(field)) put([copyOf(field)]);
    },
    copyGroup(group: SourceFieldView['group']): void {
      put(copyable.value.filter((field) => field.group === group).map(copyOf));
    },
    copyAll(): void {
      put(copyable.value.map(copyOf));
    },
    set(key: FieldKey, change: Change): void {
      put([[key, change]]);
    },
    undo(key: FieldKey): void {
      if (!pending.value.has(key)) return;
      const next = new Map(pending.value);
      next.delete(key);
      pending.value = next;
    },
    clear(): void {
      pending.value = new Map();
      reason.value = '';
    },
    replace(next: Pending): void {
      pending.value = next;
    },
    shown: computed(() => fields.value.filter((field) => needsLook(field, pending.value))),
    body: (version: number) => saveBody(pending.value, version, reason.value),
  };
}

export type PendingDesk = ReturnType<typeof usePending>;
