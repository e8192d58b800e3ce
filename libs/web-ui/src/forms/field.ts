import { computed, inject, provide, useId, type ComputedRef, type InjectionKey } from 'vue';

/** What a field tells the control inside it, so that label, hint and error are tied to it without repeating ids. */
export interface FieldContext {
  id: string;
  describedBy: ComputedRef<string | undefined>;
  invalid: ComputedRef<boolean>;
  required: ComputedRef<boolean>;
}

const KEY: InjectionKey<FieldContext> = Symbol('qc-field');

export function provideField(context: FieldContext): void {
  provide(KEY, context);
}

/** Attributes for the native control; works outside of a QcField, too. */
export function useField() {
  const field = inject(KEY, null);
  const id = field?.id ?? useId();
  const attrs = computed(() => ({
    id,
    'aria-describedby': field?.describedBy.value,
    'aria-invalid': field?.invalid.value ? ('true' as const) : undefined,
    'aria-required': field?.required.value ? ('true' as const) : undefined,
  }));
  return { id, attrs, field };
}
