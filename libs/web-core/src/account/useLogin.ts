import type { LoginBody, SessionView } from '@qiancheng/api-client/employer';
import type { LoginProblem, Option } from '@qiancheng/web-ui';
import { readonly, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { ask } from '../api/client.js';
import { toProblem, type ApiProblem } from '../api/problem.js';
import { useSession } from '../session/session.js';
import { useProof, type ProofState } from './useProof.js';

export interface Login {
  busy: Readonly<Ref<boolean>>;
  problem: ShallowRef<LoginProblem | null>;
  /** to choose from, once the account alone does not tell the school */
  schools: ShallowRef<Option[]>;
  proof: Readonly<Ref<ProofState>>;
  submit: (body: LoginBody) => Promise<SessionView | undefined>;
}

/** Logging in by what one knows, with everything that the server may ask for besides. */
export function useLogin(): Login {
  const session = useSession();
  const busy = ref(false);
  const problem = shallowRef<LoginProblem | null>(null);
  const schools = shallowRef<Option[]>([]);
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
      return await attemptTwice(body);
    } catch (error) {
      const found = toProblem(error);
      if (found.errors.some(({ code }) => code === 'SCHOOL_CODE_REQUIRED')) await askForSchool().catch(() => undefined);
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

  /** The same login exists at several schools: the person picks one of those that are open here. */
  async function askForSchool(): Promise<void> {
    schools.value = await openSchools();
  }

  return { busy: readonly(busy), problem, schools, proof: proof.state, submit };
}

export async function openSchools(): Promise<Option[]> {
  const { getSite } = await import('@qiancheng/api-client/public');
  const site = await ask(getSite());
  return site.schools.map(({ code, name }) => ({ value: code, label: name }));
}

function shown({ code, detail, extra }: ApiProblem): LoginProblem {
  const { lockedUntil } = extra;
  return { code, detail, lockedUntil: typeof lockedUntil === 'string' ? lockedUntil : null };
}
