import type { NotificationView } from '@qiancheng/api-client/employer';
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { request } from '../api/transport.js';

interface Page {
  items: NotificationView[];
  total: number;
  page: number;
  pageSize: number;
}

const EVERY_MS = 60_000;

/** The bell: unread count, asked once a minute while the page is looked at, and the latest messages. */
export const useNotifications = defineStore('notifications', () => {
  const unread = ref(0);
  const latest = shallowRef<NotificationView[]>([]);
  const loading = ref(false);
  let timer: ReturnType<typeof setInterval> | undefined;

  async function count(): Promise<void> {
    if (document.visibilityState === 'hidden') return;
    try {
      unread.value = (await request<{ unread: number }>('GET', 'notifications/unread-count')).unread;
    } catch {
      // The next minute asks again; a bell is not worth an error message.
    }
  }
  function start(): void {
    if (timer) return;
    void count();
    timer = setInterval(() => void count(), EVERY_MS);
    document.addEventListener('visibilitychange', count);
  }
  function stop(): void {
    clearInterval(timer);
    timer = undefined;
    document.removeEventListener('visibilitychange', count);
  }
  async function list(query: { unread?: boolean; page?: number; pageSize?: number } = {}): Promise<Page> {
    const params = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) params.set(key, String(value));
    return request<Page>('GET', `notifications?${params}`);
  }
  async function loadLatest(): Promise<void> {
    loading.value = true;
    try {
      latest.value = (await list({ page: 1, pageSize: 20 })).items;
    } finally {
      loading.value = false;
    }
  }
  /** without ids: all */
  async function markRead(ids?: string[]): Promise<void> {
    await request('POST', 'notifications/read', { body: ids ? { ids } : {} });
    const readAt = new Date().toISOString();
    latest.value = latest.value.map((item) =>
      !item.readAt && (!ids || ids.includes(item.id)) ? { ...item, readAt } : item,
    );
    await count();
  }
  return { unread, latest, loading, start, stop, count, list, loadLatest, markRead };
});
