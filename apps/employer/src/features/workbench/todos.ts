import type { TodoView } from '@qiancheng/api-client/employer';
import type { RouteLocationRaw } from 'vue-router';

/** Something to be done, not only to be known. */
export const isTask = ({ kind }: Pick<TodoView, 'kind'>): boolean => kind !== 'change_submitted';

/** The page on which it is done. */
export function todoTarget({ kind, caseId }: Pick<TodoView, 'kind' | 'caseId'>): RouteLocationRaw {
  switch (kind) {
    case 'draft':
      return { name: 'invite', params: { id: caseId } };
    case 'seal':
      return { name: 'case', params: { id: caseId } };
    case 'join_requests':
      return { name: 'members' };
    case 'settlement_returned':
      return { name: 'schools' };
    case 'change_returned':
    case 'change_submitted':
      return { name: 'company' };
  }
}
