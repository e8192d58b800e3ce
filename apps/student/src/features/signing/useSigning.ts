import {
  getCase,
  getReading,
  sign,
  type CaseDetail,
  type ReadingView,
  type SignBody,
} from '@qiancheng/api-client/student';
import { ask, useAct, useLoad, type ApiProblem } from '@qiancheng/web-core';
import type { SignatureStrokes, Stroke } from '@qiancheng/web-ui';
import { computed, ref, shallowRef } from 'vue';
import { emptyProof, PROOF_REFUSED, proofBody, proofMissing } from '../../shared/reauth.js';

export type SigningStep = 'read' | 'prove' | 'pad' | 'typed' | 'done';

/** What a refused act means for the person: where to go on, and with which sentence. */
export function stepAfter(problem: Pick<ApiProblem, 'code' | 'status'>, at: SigningStep): SigningStep {
  if (PROOF_REFUSED.includes(problem.code) || problem.code === 'REAUTH_REQUIRED') return 'prove';
  if (problem.code === 'SIGNATURE_TOO_SMALL') return 'pad';
  if (problem.code === 'TYPED_NAME_MISMATCH') return 'typed';
  // The text or the state is another one: it has to be read again before anything is signed.
  return problem.status === 409 ? 'read' : at;
}

/**
 * One signing, from reading to the signature. Everything a step needs stays in memory for the length of this page, and
 * nowhere else; the proof is dropped as soon as the server has answered well.
 */
export function useSigning(id: () => string) {
  const load = useLoad(id, async (caseId, signal): Promise<{ agreement: CaseDetail; reading: ReadingView | null }> => {
    const agreement = await ask(getCase({ path: { id: caseId }, signal }));
    const mine = agreement.availableActions.find((each) => each.action === 'slot_done' && each.slot === 'student');
    const reading = mine?.allowed ? await ask(getReading({ path: { id: caseId }, signal })) : null;
    return { agreement, reading };
  });
  const agreement = computed(() => load.data.value?.agreement ?? null);
  const reading = computed(() => load.data.value?.reading ?? null);
  const action = computed(
    () =>
      agreement.value?.availableActions.find((each) => each.action === 'slot_done' && each.slot === 'student') ?? null,
  );

  const read = ref(false);
  const proof = ref(emptyProof());
  const agreed = ref(false);
  const strokes = shallowRef<Stroke[]>([]);
  const typedName = ref('');
  const signed = shallowRef<{
    agreement: CaseDetail;
    contentHash: string;
    reauth: CaseDetail['reauth'];
    strokes: Stroke[];
  } | null>(null);

  // The whole body is the argument: when an answer got lost, only the same content may go under the same key.
  const act = useAct((context, body: SignBody) => ask(sign({ path: { id: id() }, headers: context.headers, body })));

  async function commit(signature: { strokes: SignatureStrokes } | { typedName: string }): Promise<boolean> {
    const { agreement: before, reading: text } = load.data.value ?? {};
    if (!before || !text) return false;
    const done = await act.run({
      version: before.version,
      contentHash: text.contentHash,
      consentVersion: text.consentVersion,
      method: 'strokes' in signature ? 'handwriting' : 'typed',
      ...signature,
      ...proofBody(before.reauth, proof.value),
    });
    if (!done) return false;
    signed.value = {
      agreement: done,
      contentHash: text.contentHash,
      reauth: before.reauth,
      strokes: 'strokes' in signature ? signature.strokes.strokes : [],
    };
    proof.value = emptyProof();
    strokes.value = [];
    return true;
  }

  /** A step that is not due yet (a reload, an address from the history) leads back to the one that is. */
  function allowed(step: SigningStep): SigningStep {
    if (signed.value) return 'done';
    const proven = agreed.value && agreement.value !== null && !proofMissing(agreement.value.reauth, proof.value);
    if (step === 'done' || !read.value) return 'read';
    if ((step === 'pad' || step === 'typed') && !proven) return 'prove';
    return step;
  }

  return { load, agreement, reading, action, read, proof, agreed, strokes, typedName, signed, act, commit, allowed };
}
