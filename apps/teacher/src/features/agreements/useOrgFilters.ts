import { getOrg } from '@qiancheng/api-client/teacher';
import { SLOTS, SLOT_LABELS, STATE_LABELS, type SigningState } from '@qiancheng/shared';
import { ask, useLoad } from '@qiancheng/web-core';
import { splitValues, type FilterField, type FilterOption } from '@qiancheng/web-ui';
import { computed, type ComputedRef } from 'vue';

const LIST_STATES: readonly SigningState[] = [
  'INVITED',
  'REVIEW',
  'SIGNING',
  'SIGNED',
  'SUSPENDED',
  'DECLINED',
  'WITHDRAWN',
  'EXPIRED',
  'RETURNED_CLOSED',
  'VOIDED',
  'TERMINATED',
];

/** The conditions of the list. Classes follow the colleges that are chosen; what the view fixes is not offered again. */
export function useOrgFilters(options: {
  view: () => string;
  cohort: () => number | null;
  filters: () => Readonly<Record<string, string>>;
}): ComputedRef<FilterField[]> {
  const org = useLoad(
    () => 'org',
    (_source, signal) => ask(getOrg({ signal })),
  );
  const colleges = computed(() => org.data.value?.colleges ?? []);

  const classes = computed((): FilterOption[] => {
    const chosen = splitValues(options.filters()['collegeId']);
    const several = colleges.value.length > 1;
    return colleges.value
      .filter((college) => !chosen.length || chosen.includes(college.id))
      .flatMap((college) =>
        college.classes
          .filter((item) => options.cohort() === null || item.cohort === options.cohort())
          .map((item) => ({
            value: item.id,
            label: item.name,
            ...(several && chosen.length !== 1 ? { hint: college.name } : {}),
          })),
      );
  });

  return computed((): FilterField[] => {
    const open = options.view() === 'all';
    const fields: FilterField[] = [
      {
        key: 'collegeId',
        label: '学院',
        kind: 'many',
        group: '学籍',
        shown: colleges.value.length > 1,
        options: colleges.value.map((college) => ({ value: college.id, label: college.name })),
      },
      { key: 'classId', label: '班级', kind: 'many', group: '学籍', shown: true, options: classes.value },
    ];
    if (!open) return fields;
    return [
      {
        key: 'state',
        label: '状态',
        kind: 'many',
        group: '进度',
        shown: true,
        options: LIST_STATES.map((state) => ({ value: state, label: STATE_LABELS[state] })),
      },
      {
        key: 'slot',
        label: '正等签章',
        kind: 'one',
        group: '进度',
        shown: true,
        options: SLOTS.map((slot) => ({ value: slot, label: SLOT_LABELS[slot] })),
      },
      {
        key: 'level',
        label: '审核级别',
        kind: 'one',
        group: '进度',
        options: [1, 2, 3].map((level) => ({ value: String(level), label: `第 ${level} 级` })),
      },
      ...fields,
    ];
  });
}
