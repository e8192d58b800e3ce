import {
  inviteMember,
  type InviteBody,
  listMemberInvitations,
  type MemberInvitationView,
  revokeMemberInvitation,
  sendMemberInvitation,
} from '@qiancheng/api-client/employer';
import { ask, useAct, useLoad } from '@qiancheng/web-core';

/** The unit's invitations. Each answer is the list as it stands then. */
export function useInvitations() {
  const load = useLoad(
    () => 'invitations',
    (_source, signal) => ask(listMemberInvitations({ signal })),
  );
  const options = { onProblem: () => void load.reload() };
  const inviting = useAct(async ({ headers }, body: InviteBody) => {
    load.data.value = await ask(inviteMember({ body, headers }));
    return true;
  }, options);
  const sending = useAct(async ({ headers }, { id }: MemberInvitationView) => {
    load.data.value = await ask(sendMemberInvitation({ path: { id }, headers }));
    return true;
  }, options);
  const revoking = useAct(async ({ headers }, { id }: MemberInvitationView) => {
    load.data.value = await ask(revokeMemberInvitation({ path: { id }, headers }));
    return true;
  }, options);
  return { ...load, inviting, sending, revoking };
}
