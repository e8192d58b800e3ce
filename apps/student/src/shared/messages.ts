import { useNotifications } from '@qiancheng/web-core';
import type { NotificationItem } from '@qiancheng/web-ui';
import { useRouter } from 'vue-router';
import { useOverview } from './overview.js';

/** Opening a message marks it as read and leads to what it is about: my agreement, the invitation, or my source information. */
export function useOpenMessage(): (item: NotificationItem) => Promise<void> {
  const notifications = useNotifications();
  const overview = useOverview();
  const router = useRouter();
  return async (item) => {
    // Reading goes on even if the mark could not be set; the next visit sets it.
    if (!item.readAt) void notifications.markRead([item.id]).then(overview.refresh, () => undefined);
    if (item.about?.kind === 'source') await router.push({ name: 'source' });
    if (!item.caseId) return;
    if (overview.data?.case?.id === item.caseId) await router.push({ name: 'agreement' });
    else await router.push({ name: 'invitation', params: { id: item.caseId } });
  };
}
