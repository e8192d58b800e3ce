import { revealSource, type RevealedSourceValue, type SourceFieldView } from '@qiancheng/api-client/teacher';
import { ask, useAct } from '@qiancheng/web-core';
import { ref, shallowRef } from 'vue';
import type { FieldKey } from './pending.js';

/** Covered values that were shown for a reason: kept while this record is on screen, nowhere else. */
export function useRevealed(id: () => string) {
  const values = shallowRef<ReadonlyMap<FieldKey, RevealedSourceValue>>(new Map());
  const asked = ref<FieldKey[] | null>(null);
  const act = useAct(({ headers }, of: string, fields: FieldKey[], reason: string) =>
    ask(revealSource({ path: { id: of }, body: { fields, reason }, headers })),
  );

  return {
    values,
    asked,
    act,
    ask(fields: readonly FieldKey[]): void {
      act.clear();
      asked.value = [...fields];
    },
    cancel(): void {
      asked.value = null;
    },
    async show(reason: string): Promise<void> {
      const fields = asked.value;
      const of = id();
      if (!fields) return;
      const answer = await act.run(of, fields, reason);
      if (!answer || of !== id()) return;
      values.value = new Map([...values.value, ...answer.values.map((one) => [one.key, one] as const)]);
      asked.value = null;
    },
    forget(): void {
      values.value = new Map();
      asked.value = null;
    },
    /** What each side shows: the clear value where it was asked for, else the mask. */
    texts(field: SourceFieldView): { school: string; student: string | null } {
      const known = values.value.get(field.key);
      return {
        school: known?.school ?? field.schoolText,
        student: field.studentText === null ? null : (known?.student ?? field.studentText),
      };
    },
  };
}

export type Revealed = ReturnType<typeof useRevealed>;
