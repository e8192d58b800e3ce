import type { SiteView } from '@qiancheng/api-client/public';
import { ask } from '../../api/client.js';

export type SiteWechat = SiteView['wechat'];

let asked: Promise<SiteView> | null = null;

/** What the site is, asked once a page. */
export function siteView(): Promise<SiteView> {
  asked ??= import('@qiancheng/api-client/public').then(({ getSite }) => ask(getSite()));
  asked.catch(() => (asked = null));
  return asked;
}

/** Whether there is WeChat here. Without an answer nothing is promised. */
export async function siteWechat(): Promise<SiteWechat> {
  return siteView().then(
    (site) => site.wechat,
    () => 'off',
  );
}
