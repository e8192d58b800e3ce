import {
  acceptJoinInvitation,
  checkJoinCode,
  getJoinInvitation,
  type JoinAccountBody,
  openJoinAccount,
  sendJoinCode,
} from '@qiancheng/api-client/employer';
import { ask, useAct, useLoad, useSession } from '@qiancheng/web-core';
import { computed, ref } from 'vue';
import { useCountdown } from '../registration/composables/useCountdown.js';
import { forgetSent, keepSent, keptSent, type SentJoinCode } from './sent-code.js';

/** An invitation from its token to the membership: what it says, the code to its contact, and the way in. */
export function useJoin(token: () => string) {
  const session = useSession();
  const load = useLoad(token, (value, signal) => ask(getJoinInvitation({ path: { token: value }, signal })));
  const { left: wait, start } = useCountdown();
  const sent = ref<SentJoinCode | null>(keptSent(token()));
  if (sent.value) start(Math.max(0, Math.ceil((sent.value.again - Date.now()) / 1000)));
  const proof = ref<string | null>(null);
  const joined = ref(false);
  const path = () => ({ token: token() });

  /** The code was asked for too long ago: it is asked for anew. What ended meanwhile is shown as it stands. */
  const onProblem = ({ code, status }: { code: string; status: number }): void => {
    if (code === 'CODE_EXPIRED') {
      proof.value = null;
      sent.value = null;
      forgetSent(token());
    }
    if (status === 404 || status === 410) void load.reload();
  };
  const sending = useAct(
    async () => {
      const { codeId, expiresAt, retryAfter } = await ask(sendJoinCode({ path: path() }));
      sent.value = { codeId, until: Date.parse(expiresAt), again: Date.now() + retryAfter * 1000 };
      keepSent(token(), sent.value);
      start(retryAfter);
    },
    { onProblem },
  );
  const checking = useAct(
    async (_context, code: string) => {
      if (!sent.value) return;
      const body = { codeId: sent.value.codeId, code };
      proof.value = (await ask(checkJoinCode({ path: path(), body }))).proof;
      // a code is good once
      forgetSent(token());
    },
    { onProblem },
  );
  const accepting = useAct(
    async ({ headers }) => {
      if (!proof.value) return;
      await ask(acceptJoinInvitation({ path: path(), body: { proof: proof.value }, headers }));
      joined.value = true;
    },
    { onProblem },
  );
  const opening = useAct(
    async (_context, body: Omit<JoinAccountBody, 'proof'>) => {
      if (!proof.value) return;
      const view = await ask(openJoinAccount({ path: path(), body: { ...body, proof: proof.value } }));
      joined.value = true;
      session.enter(view);
    },
    { onProblem },
  );
  const over = computed(() => load.problem.value?.code === 'INVITATION_OVER');
  return { load, over, wait, sent, proof, joined, sending, checking, accepting, opening };
}
