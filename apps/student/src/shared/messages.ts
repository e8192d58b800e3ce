import { useNotifications } from '@qiancheng/web-core';
import type { NotificationItem } from '@qiancheng/web-ui';
import { useRouter, type RouteLocationRaw } from 'vue-router';
import { useOverview } from './overview.js';

/** What a message is about: my agreement, an invitation, my source information; null where there is no such page. */
export function messageTarget(
  item: Pick<NotificationItem, 'caseId' | 'about'>,
  ownCaseId: string | undefined,
): RouteLocationRaw | null {
  if (item.caseId) {
    return item.caseId === ownCaseId ? { name: 'agreement' } : { name: 'invitation', params: { id: item.caseId } };
  }
  return item.about?.kind === 'source' ? { name: 'source' } : null;
}

/** Opening a message marks it as read and leads to what it is about. */
export function useOpenMessage(): (item: NotificationItem) => Promise<void> {
  const notifications = useNotifications();
  const overview = useOverview();
  const router = useRouter();
  return async (item) => {
    // Reading goes on even if the mark could not be set; the next visit sets it.
    if (!item.readAt) void notifications.markRead([item.id]).then(overview.refresh, () => undefined);
    const target = messageTarget(item, overview.data?.case?.id);
    if (target) await router.push(target);
  };
}
