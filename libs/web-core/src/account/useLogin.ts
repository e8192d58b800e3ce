import type { LoginBody, SessionView } from '@qiancheng/api-client/employer';
import type { LoginProblem } from '@qiancheng/web-ui';
import { readonly, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { toProblem, type ApiProblem } from '../api/problem.js';
import { useSession } from '../session/session.js';
import { rememberSchool } from './remembered-school.js';
import { useProof, type ProofState } from './useProof.js';
import { useSchools, type Schools } from './useSchools.js';

export interface Login extends Pick<Schools, 'schools' | 'schoolCode'> {
  busy: Readonly<Ref<boolean>>;
  problem: ShallowRef<LoginProblem | null>;
  proof: Readonly<Ref<ProofState>>;
  submit: (body: LoginBody) => Promise<SessionView | undefined>;
}

/** Logging in by what one knows, with everything that the server may ask for besides. */
export function useLogin(): Login {
  const session = useSession();
  const busy = ref(false);
  const problem = shallowRef<LoginProblem | null>(null);
  const { schools, schoolCode, load } = useSchools();
  const proof = useProof();
  let proofWanted = false;

  async function attempt(body: LoginBody): Promise<SessionView> {
    const captcha = proofWanted ? await proof.take() : undefined;
    proofWanted = false;
    return session.login({ ...body, ...(captcha ? { captcha } : {}) });
  }

  /** A first answer that only wants a proof is no failure to show: it is given one, once. */
  async function attemptTwice(body: LoginBody): Promise<SessionView> {
    try {
      return await attempt(body);
    } catch (error) {
      if (!['CAPTCHA_REQUIRED', 'CAPTCHA_FAILED'].includes(toProblem(error).code)) throw error;
      proofWanted = true;
      return attempt(body);
    }
  }

  async function submit(body: LoginBody): Promise<SessionView | undefined> {
    if (busy.value) return undefined;
    busy.value = true;
    problem.value = null;
    try {
      const view = await attemptTwice(body);
      if (view.school) rememberSchool({ value: view.school.code, label: view.school.name });
      return view;
    } catch (error) {
      const found = toProblem(error);
      if (found.errors.some(({ code }) => code === 'SCHOOL_CODE_REQUIRED')) await load().catch(() => undefined);
      if (found.extra['captcha'] === true) {
        proofWanted = true;
        proof.prepare();
      }
      problem.value = shown(found);
      return undefined;
    } finally {
      busy.value = false;
    }
  }

  return { busy: readonly(busy), problem, schools, schoolCode, proof: proof.state, submit };
}

function shown({ code, detail, extra }: ApiProblem): LoginProblem {
  const { lockedUntil } = extra;
  return { code, detail, lockedUntil: typeof lockedUntil === 'string' ? lockedUntil : null };
}
