import type { LoginBody, SessionView } from '@qiancheng/api-client/employer';
import type { Permission } from '@qiancheng/shared';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { ApiProblem } from '../api/problem.js';
import { currentAudience, request, type Audience } from '../api/transport.js';

/** `step`: the log-in is not complete, and nothing but its own pages is open. */
type Status = 'unknown' | 'in' | 'step' | 'out';

const defineSession = (audience: Audience) =>
  defineStore(`session-${audience}`, () => {
    const view = shallowRef<SessionView | null>(null);
    const status = ref<Status>('unknown');
    let loading: Promise<void> | null = null;

    // Other tabs share the cookies. When one signs out or another person signs in, this page must not go on showing
    // what belonged to the person before.
    const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`qc-session-${audience}`);
    channel?.addEventListener('message', (event: MessageEvent<{ account: string | null }>) => {
      const known = view.value?.account.id ?? null;
      if (status.value !== 'unknown' && event.data.account !== known) location.reload();
    });

    function settle(next: SessionView | null): void {
      view.value = next;
      status.value = next ? (next.secondStep ? 'step' : 'in') : 'out';
    }

    async function load(): Promise<void> {
      if (status.value !== 'unknown') return;
      loading ??= request<SessionView>('GET', 'session')
        .then(settle)
        .catch((error: unknown) => {
          if (error instanceof ApiProblem && error.status === 401) return settle(null);
          throw error;
        })
        .finally(() => {
          loading = null;
        });
      return loading;
    }

    async function login(body: LoginBody): Promise<SessionView> {
      const next = await request<SessionView>('POST', 'session', { body });
      enter(next);
      return next;
    }

    /** Signed in by another way than the log-in form, or a step further in it. */
    function enter(next: SessionView): void {
      settle(next);
      channel?.postMessage({ account: next.account.id });
    }

    /** Asks again who one is: the unit that one acts for has changed, or what it may do. */
    async function refresh(): Promise<void> {
      settle(await request<SessionView>('GET', 'session'));
    }

    async function logout(): Promise<void> {
      try {
        await request('DELETE', 'session');
      } catch (error) {
        // A session that is already gone is signed out as well.
        if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
      }
      settle(null);
      channel?.postMessage({ account: null });
    }

    const can = (permission: Permission): boolean => view.value?.permissions.includes(permission) ?? false;

    return {
      view,
      status,
      load,
      login,
      enter,
      refresh,
      logout,
      can,
      /** the server said that the session is over */
      forget: () => settle(null),
      name: computed(() => view.value?.account.name ?? ''),
      school: computed(() => view.value?.school ?? null),
      demo: computed(() => view.value?.demo ?? false),
    };
  });

type SessionStore = ReturnType<typeof defineSession>;
const stores = new Map<Audience, SessionStore>();

/** Who is signed in, to this audience. Memory only: a reload asks the server again. */
export function useSession(audience: Audience = currentAudience()): ReturnType<SessionStore> {
  let store = stores.get(audience);
  if (!store) {
    store = defineSession(audience);
    stores.set(audience, store);
  }
  return store();
}

/** May the signed-in person do this at all? Whether it is possible now is for `availableActions` to say. */
export function can(permission: Permission): boolean {
  return useSession().can(permission);
}
