import type { ListStudentAccountsData, ListStaffData } from '@qiancheng/api-client/teacher';

type StudentQuery = NonNullable<ListStudentAccountsData['query']>;
export type StudentFilter = Pick<StudentQuery, 'q' | 'cohort' | 'collegeId' | 'classId' | 'state' | 'wechat'>;
type StaffQuery = NonNullable<ListStaffData['query']>;

type Filters = Readonly<Record<string, string>>;
const listOf = <T>(filters: Filters, name: string): T[] | undefined =>
  filters[name]?.split(',').filter(Boolean) as T[] | undefined;

/** Conditions of the address as the server takes them. */
export function studentQuery(filters: Filters, cohort: number | null): StudentFilter {
  const state = listOf<NonNullable<StudentQuery['state']>[number]>(filters, 'state');
  const collegeId = listOf<string>(filters, 'collegeId');
  const classId = listOf<string>(filters, 'classId');
  return {
    ...(cohort === null ? {} : { cohort }),
    ...(filters['q'] ? { q: filters['q'] } : {}),
    ...(state ? { state } : {}),
    ...(collegeId ? { collegeId } : {}),
    ...(classId ? { classId } : {}),
    ...(filters['wechat'] ? { wechat: filters['wechat'] === 'true' } : {}),
  };
}

export function staffQuery(filters: Filters): StaffQuery {
  const role = listOf<NonNullable<StaffQuery['role']>[number]>(filters, 'role');
  const collegeId = listOf<string>(filters, 'collegeId');
  const state = listOf<NonNullable<StaffQuery['state']>[number]>(filters, 'state');
  const secondFactor = listOf<NonNullable<StaffQuery['secondFactor']>[number]>(filters, 'secondFactor');
  return {
    ...(filters['q'] ? { q: filters['q'] } : {}),
    ...(role ? { role } : {}),
    ...(collegeId ? { collegeId } : {}),
    ...(state ? { state } : {}),
    ...(secondFactor ? { secondFactor } : {}),
  };
}
