import type { TabCount } from '@qiancheng/api-client/teacher';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';

const EVERY_MS = 60_000;

/**
 * How many units wait and how many of them are late. Navigation and tabs read the same numbers from here, so that they
 * never contradict each other.
 */
const defineCounts = (name: string) =>
  defineStore(name, () => {
    const items = shallowRef<readonly TabCount[] | null>(null);
    let read: (() => Promise<readonly TabCount[]>) | null = null;
    let timer: ReturnType<typeof setInterval> | undefined;

    async function refresh(): Promise<void> {
      if (!read || document.visibilityState === 'hidden') return;
      try {
        items.value = await read();
      } catch {
        // The next minute asks again; the list itself says what is wrong.
      }
    }
    function start(how: () => Promise<readonly TabCount[]>): void {
      read = how;
      void refresh();
      timer ??= setInterval(() => void refresh(), EVERY_MS);
      document.addEventListener('visibilitychange', refresh);
    }
    function stop(): void {
      clearInterval(timer);
      timer = undefined;
      document.removeEventListener('visibilitychange', refresh);
    }
    const of = (status: string): TabCount | null =>
      items.value ? (items.value.find((item) => item.status === status) ?? { status, count: 0, late: 0 }) : null;
    const total = computed(() => items.value?.reduce((sum, item) => sum + item.count, 0) ?? null);

    return { items, of, total, refresh, start, stop };
  });

export const useCertificationCounts = defineCounts('certification-counts');
export const useSettlementCounts = defineCounts('settlement-counts');
