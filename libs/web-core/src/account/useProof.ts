import { readonly, ref, type Ref } from 'vue';

export type ProofState = 'none' | 'working' | 'done' | 'failed';

export interface Proof {
  state: Readonly<Ref<ProofState>>;
  /** Begins to work, before it is asked for. */
  prepare: () => void;
  /** The proof, once: the server takes none twice. */
  take: () => Promise<string | undefined>;
}

/** The proof of work that stands where others ask people to read distorted letters. */
export function useProof(): Proof {
  const state = ref<ProofState>('none');
  let running: Promise<string | undefined> | null = null;

  function prepare(): void {
    running ??= work();
  }

  async function work(): Promise<string | undefined> {
    state.value = 'working';
    try {
      const { proveWork } = await import('./proof/proveWork.js');
      const solution = await proveWork();
      state.value = 'done';
      return solution;
    } catch {
      state.value = 'failed';
      running = null;
      return undefined;
    }
  }

  async function take(): Promise<string | undefined> {
    prepare();
    const solution = (await running) ?? undefined;
    running = null;
    if (state.value === 'done') state.value = 'none';
    return solution;
  }

  return { state: readonly(state), prepare, take };
}
