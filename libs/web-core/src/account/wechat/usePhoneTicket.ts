import type { AuthorizeView, PhoneTicketView, SessionView } from '@qiancheng/api-client/employer';
import { onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { toProblem, type ApiProblem } from '../../api/problem.js';
import { inWechat, wechatApi } from './wechat-api.js';

/** What came back from WeChat in the page's address. */
export interface CameBack {
  code: string;
  state: string;
}

export interface PhoneTicket {
  view: ShallowRef<PhoneTicketView | null>;
  problem: ShallowRef<ApiProblem | null>;
  busy: Readonly<Ref<boolean>>;
  /** the holder cancelled on WeChat's page */
  cancelled: Readonly<Ref<boolean>>;
  /** opened in a browser that WeChat does not answer to */
  elsewhere: Readonly<Ref<boolean>>;
  /** a binding on the phone itself is complete */
  bound: Readonly<Ref<boolean>>;
  begin: () => Promise<void>;
  decide: (how: 'confirm' | 'refuse') => Promise<void>;
  /** goes on with what a step of the page has led to */
  carryOn: (next: PhoneTicketView) => Promise<void>;
}

/** The code that this phone has scanned; only the cookie beside it opens anything. */
const SCANNED = 'qc-wx-scanned';

/** The phone's way: to WeChat, back, and to the question that only its holder can answer. */
export function usePhoneTicket(
  id: string,
  cameBack: CameBack | null,
  on: { signedIn: (view: SessionView) => Promise<void>; proven: () => Promise<void> },
): PhoneTicket {
  const view = shallowRef<PhoneTicketView | null>(null);
  const problem = shallowRef<ApiProblem | null>(null);
  const busy = ref(true);
  const cancelled = ref(false);
  const elsewhere = ref(false);
  const bound = ref(false);

  async function trying(work: () => Promise<void>): Promise<void> {
    busy.value = true;
    problem.value = null;
    try {
      await work();
    } catch (error) {
      problem.value = toProblem(error);
    } finally {
      busy.value = false;
    }
  }

  async function leave({ authorizeUrl, inWechatOnly }: AuthorizeView): Promise<void> {
    elsewhere.value = inWechatOnly && !inWechat();
    if (elsewhere.value) return;
    location.assign(authorizeUrl);
    await new Promise((resolve) => addEventListener('pageshow', resolve, { once: true }));
  }

  async function go(next: PhoneTicketView): Promise<void> {
    view.value = next;
    if (!next.sameDevice || next.status !== 'confirmed') return;
    if (next.purpose === 'login') return on.signedIn(await wechatApi.redeem(id));
    if (next.purpose === 'act') return on.proven();
    await wechatApi.finish(id);
    bound.value = true;
  }

  /** Reloaded in the middle: this phone goes on where it was. Otherwise it has just scanned. */
  async function start(): Promise<void> {
    if (sessionStorage.getItem(SCANNED) === id) return go(await wechatApi.phone(id));
    await leave(await wechatApi.visit(id));
  }

  async function begin(): Promise<void> {
    cancelled.value = false;
    if (!cameBack) return trying(start);
    const { code, state } = cameBack;
    cameBack = null;
    if (!code) {
      cancelled.value = true;
      busy.value = false;
      return;
    }
    await trying(async () => {
      const next = await wechatApi.identify(id, { code, state });
      sessionStorage.setItem(SCANNED, id);
      await go(next);
    });
  }

  const decide = (how: 'confirm' | 'refuse'): Promise<void> => trying(async () => go(await wechatApi[how](id)));

  onMounted(begin);
  return { view, problem, busy, cancelled, elsewhere, bound, begin, decide, carryOn: (next) => trying(() => go(next)) };
}
