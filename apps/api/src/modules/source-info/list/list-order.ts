export const SOURCE_SORT_KEYS = [
  'studentNo',
  'name',
  'college',
  'major',
  'class',
  'state',
  'waiting',
  'submitted',
  'returns',
  'differs',
  'level',
  'origin',
] as const;
type SortKey = (typeof SOURCE_SORT_KEYS)[number];
export type SourceSort = SortKey | `-${SortKey}`;
export const SOURCE_SORTS = SOURCE_SORT_KEYS.flatMap((key): SourceSort[] => [key, `-${key}`]);

interface Order {
  by: string;
  /** What the order needs besides the student. */
  join?: string;
}

const UNIT = (table: string, alias: string, column: string): string =>
  `join ${table} ${alias} on ${alias}.school_id = s.school_id and ${alias}.id = s.${column}`;

const ORDERS: Record<SortKey, Order> = {
  studentNo: { by: 's.student_no' },
  name: { by: 's.pinyin' },
  college: { by: 'g.sort #, g.name', join: UNIT('college', 'g', 'college_id') },
  major: { by: 'm.name', join: UNIT('major', 'm', 'major_id') },
  class: { by: 'k.name', join: UNIT('school_class', 'k', 'class_id') },
  state: {
    by: `array_position(array['returned','not_started','submitted','counsellor_approved','college_approved','school_approved'], s.source_state)`,
  },
  // whoever waits for nobody comes last, whichever way
  waiting: { by: `case when s.source_state in ('not_started', 'returned') then null else s.source_state_at end` },
  submitted: { by: 's.source_submitted_at' },
  returns: { by: 's.source_returns' },
  differs: { by: 'cardinality(s.source_differs)' },
  level: { by: 's.level_code' },
  origin: { by: 's.origin_code' },
};

/** `order by`, the student's number and id at its end so that no row stands on two pages. */
export function sourceOrder(sort: SourceSort = 'studentNo'): { orderBy: string; join: string } {
  const down = sort.startsWith('-');
  const { by, join = '' } = ORDERS[(down ? sort.slice(1) : sort) as SortKey];
  const direction = down ? 'desc' : 'asc';
  const first = by.includes('#') ? by.replace('#', direction) : by;
  const last = by === 's.student_no' ? '' : `, s.student_no ${direction}`;
  return { orderBy: `${first} ${direction} nulls last${last}, s.id ${direction}`, join };
}
