import type { NoticeAbout } from '@qiancheng/shared';
import type { NotificationItem } from '@qiancheng/web-ui';
import type { RouteLocationRaw } from 'vue-router';
import type { Workspace } from '../workspaces/workspace.js';

/** The page on which something can be done about it. */
const PAGES: Partial<Record<NoticeAbout, string>> = {
  certification: 'company',
  company: 'company',
  settlement: 'schools',
  members: 'members',
  account: 'account',
};

/** Where a message leads: an agreement in the workspace, or a page of the unit; null where there is no such page. */
export function messageTarget(
  item: Pick<NotificationItem, 'caseId' | 'about'>,
  workspace: Workspace | null,
  exists: (name: string) => boolean,
): RouteLocationRaw | null {
  if (item.caseId) return workspace ? { name: 'case', params: { ...workspace, id: item.caseId } } : null;
  const name = item.about ? PAGES[item.about.kind] : undefined;
  return name && exists(name) ? { name } : null;
}
