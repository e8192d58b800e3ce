import type { OpenSchoolView, SchoolAskedView } from '@qiancheng/api-client/employer';
import { checkServices, type ServiceAsked } from '@qiancheng/shared';
import { useAutosave, type Autosave } from '@qiancheng/web-core';
import { computed, ref, type ComputedRef, type Ref } from 'vue';
import { useRegistration } from '../registration.js';

export interface SchoolsForm {
  schools: Ref<SchoolAskedView[]>;
  problems: ComputedRef<Record<string, Record<string, string>>>;
  complete: ComputedRef<boolean>;
  add: (school: Pick<OpenSchoolView, 'schoolCode' | 'schoolName'>) => void;
  remove: (schoolCode: string) => void;
  change: (schoolCode: string, services: ServiceAsked[]) => void;
  autosave: Autosave;
}

const START: ServiceAsked[] = [{ code: 'signing', answers: {} }];

/** Schools and what is asked of each, saved as it is chosen. */
export function useSchoolsForm(): SchoolsForm {
  const registration = useRegistration();
  const schools = ref<SchoolAskedView[]>(registration.draft?.schools ?? []);
  const problems = computed(() =>
    Object.fromEntries(schools.value.map(({ schoolCode, services }) => [schoolCode, checkServices(services)])),
  );
  const autosave = useAutosave(async () => {
    await registration.save(registration.draft?.version ?? 1, { schools: schools.value });
  });
  function set(next: SchoolAskedView[]): void {
    schools.value = next;
    autosave.touch();
  }
  return {
    schools,
    problems,
    complete: computed(
      () => schools.value.length > 0 && Object.values(problems.value).every((found) => Object.keys(found).length === 0),
    ),
    // What was asked of the last school is mostly asked of the next one, too.
    add: ({ schoolCode, schoolName }) =>
      set([...schools.value, { schoolCode, schoolName, services: schools.value.at(-1)?.services ?? START }]),
    remove: (schoolCode) => set(schools.value.filter((one) => one.schoolCode !== schoolCode)),
    change: (schoolCode, services) =>
      set(schools.value.map((one) => (one.schoolCode === schoolCode ? { ...one, services } : one))),
    autosave,
  };
}
