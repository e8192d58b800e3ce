import {
  acceptMember,
  changeMemberRole,
  declineMember,
  leaveUnit,
  listMembers,
  removeMember,
  type MemberView,
} from '@qiancheng/api-client/employer';
import { ask, useAct, useLoad } from '@qiancheng/web-core';

/** The people of the unit. Each answer is the list as it stands then; after a conflict it is asked for anew. */
export function useMembers() {
  const load = useLoad(
    () => 'members',
    (_source, signal) => ask(listMembers({ signal })),
  );
  const options = { onProblem: () => void load.reload() };
  const accepting = useAct(async ({ headers }, { id, version }: MemberView) => {
    load.data.value = await ask(acceptMember({ path: { id }, body: { version }, headers }));
    return true;
  }, options);
  const refusing = useAct(
    async (
      { headers },
      act: 'decline' | 'remove',
      { id, version }: MemberView,
      reason: { reasonCode: string; reasonText: string },
    ) => {
      const call = act === 'decline' ? declineMember : removeMember;
      load.data.value = await ask(call({ path: { id }, body: { version, ...reason }, headers }));
      return true;
    },
    options,
  );
  const changing = useAct(async ({ headers }, { id, version }: MemberView, memberRole: MemberView['role']) => {
    load.data.value = await ask(changeMemberRole({ path: { id }, body: { version, memberRole }, headers }));
    return true;
  }, options);
  const leaving = useAct(async ({ headers }, { version }: MemberView) => {
    await ask(leaveUnit({ body: { version }, headers }));
    return true;
  }, options);
  return { ...load, accepting, refusing, changing, leaving };
}
