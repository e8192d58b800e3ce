import type { ShownTicketView, WatchedTicketView } from '@qiancheng/api-client/employer';
import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { toProblem, type ApiProblem } from '../../api/problem.js';
import { wechatApi } from './wechat-api.js';

/** `opening`: there is no code yet; `problem`: none can be had. */
export type ScanState = 'opening' | 'problem' | WatchedTicketView['status'];

export interface Scan {
  state: Readonly<Ref<ScanState>>;
  ticket: ShallowRef<ShownTicketView | null>;
  who: ShallowRef<WatchedTicketView['who']>;
  problem: ShallowRef<ApiProblem | null>;
  /** until the code is another one */
  secondsLeft: ComputedRef<number>;
  renew: () => Promise<void>;
  stop: () => void;
}

const TICK_MS = 1000;
const TICKS_A_QUESTION = 2;
/** Nobody may be there: after ten minutes a code is shown again only when somebody asks for it. */
const RENEWALS = 4;

/**
 * A code on this screen: renews itself while nobody has scanned it, and asks how far the phone is. It asks nothing while
 * the page is hidden, and its questions are no activity of anybody who is signed in.
 * @param begun a code that was opened otherwise, and is not renewed
 * @param open opens a code that is for something else than a log-in
 */
export function useScan(
  onConfirmed: (id: string) => Promise<void>,
  { begun, open: openCode = wechatApi.open }: { begun?: ShownTicketView; open?: () => Promise<ShownTicketView> } = {},
): Scan {
  const state = ref<ScanState>('opening');
  const ticket = shallowRef<ShownTicketView | null>(null);
  const who = shallowRef<WatchedTicketView['who']>(null);
  const problem = shallowRef<ApiProblem | null>(null);
  const until = ref(0);
  const now = ref(Date.now());
  let renewals = 0;
  let ticks = 0;
  let stopped = false;
  let asking = false;

  const LIVE: readonly ScanState[] = ['waiting', 'scanned', 'needs_binding'];
  const secondsLeft = computed(() => Math.max(0, Math.ceil((until.value - now.value) / 1000)));

  function show(next: ShownTicketView): void {
    ticket.value = next;
    who.value = null;
    now.value = Date.now();
    until.value = now.value + next.secondsLeft * 1000;
    state.value = 'waiting';
  }

  async function open(): Promise<void> {
    state.value = 'opening';
    problem.value = null;
    try {
      show(await openCode());
    } catch (error) {
      problem.value = toProblem(error);
      state.value = 'problem';
    }
  }

  async function renew(): Promise<void> {
    renewals = 0;
    if (!begun) await open();
  }

  async function follow(view: WatchedTicketView, id: string): Promise<void> {
    if (view.status === 'expired' && state.value === 'waiting' && !begun && renewals < RENEWALS) {
      renewals += 1;
      return open();
    }
    const before = state.value;
    state.value = view.status;
    who.value = view.who;
    if (view.status !== 'confirmed' || before === 'confirmed') return;
    await onConfirmed(id).catch((error: unknown) => {
      problem.value = toProblem(error);
      state.value = 'problem';
    });
  }

  async function poll(): Promise<void> {
    const id = ticket.value?.id;
    if (stopped || asking || document.hidden || !id || !LIVE.includes(state.value)) return;
    asking = true;
    try {
      const view = await wechatApi.watch(id);
      if (!stopped && ticket.value?.id === id) await follow(view, id);
    } catch (error) {
      // without a network the code stays, and is asked about again
      if (toProblem(error).status !== 0) state.value = 'expired';
    } finally {
      asking = false;
    }
  }

  function tick(): void {
    now.value = Date.now();
    ticks += 1;
    if (ticks % TICKS_A_QUESTION === 0) void poll();
  }
  const timer = setInterval(tick, TICK_MS);
  const seen = (): void => void poll();
  document.addEventListener('visibilitychange', seen);
  function stop(): void {
    stopped = true;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', seen);
  }
  onScopeDispose(stop);

  if (begun) show(begun);
  else void open();
  return { state, ticket, who, problem, secondsLeft, renew, stop };
}
