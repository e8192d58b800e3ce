import type { NoticeAbout } from '@qiancheng/shared';
import type { NotificationItem } from '@qiancheng/web-ui';
import type { RouteLocationRaw } from 'vue-router';

/** Schools decide on settlements, operators on certifications; each portal has the routes of its own. */
const RECORDS: Partial<Record<NoticeAbout, string>> = { settlement: 'settlement', certification: 'certification' };

/** The record that a message is about; null where this portal has none for it. */
export function messageTarget(
  item: Pick<NotificationItem, 'caseId' | 'about'>,
  exists: (name: string) => boolean,
): RouteLocationRaw | null {
  if (item.caseId) return { name: 'agreement', params: { id: item.caseId } };
  const name = item.about && RECORDS[item.about.kind];
  return name && exists(name) ? { name, params: { id: item.about?.id ?? '' } } : null;
}
