import type { CertificationAction } from './certification-states.js';
import type { MemberAction } from './member-states.js';
import type { SettlementAction } from './settlement-states.js';

/** What an operator does to keep the directory clean. */
export type DirectoryAction =
  | 'directory.alias_add'
  | 'directory.alias_check'
  | 'directory.alias_remove'
  | 'directory.branch'
  | 'directory.unbranch'
  | 'directory.cancel'
  | 'directory.uncancel'
  | 'directory.distinct'
  | 'directory.merge'
  | 'directory.merged'
  | 'directory.unmerge'
  | 'directory.unmerged'
  | 'directory.import';

/** Rows of employer_event.action: what happened to a unit. */
export type EmployerEventAction =
  | 'unit.register'
  | 'unit.claim'
  | 'profile.change'
  | 'profile.logo'
  | 'profile.certified'
  | 'certification.remind'
  | 'member.role'
  | 'member.invitation'
  | 'member.invitation_revoked'
  | `certification.${Exclude<CertificationAction, 'save'>}`
  | `takeover.${Exclude<CertificationAction, 'save'>}`
  | `settlement.${SettlementAction}`
  | `settlement.services`
  | `member.${MemberAction}`
  | DirectoryAction;

/** What is said of it, after the name of whoever did it. */
export const EMPLOYER_EVENT_SENTENCES: Readonly<Record<EmployerEventAction, string>> = {
  'unit.register': '登记了单位',
  'unit.claim': '认领了单位库里的单位',
  'profile.change': '修改了单位资料',
  'profile.logo': '更换了单位标志',
  'profile.certified': '认证资料按新的生效',
  'certification.submit': '提交了认证资料',
  'certification.resubmit': '补充后重新提交了认证资料',
  'certification.withdraw': '撤回了认证申请',
  'certification.return': '退回了认证申请，请单位补充',
  'certification.approve': '通过了单位认证',
  'certification.reject': '没有通过单位认证',
  'certification.remind': '催办了审核',
  'takeover.submit': '申请成为管理员',
  'takeover.resubmit': '补充后重新申请成为管理员',
  'takeover.withdraw': '撤回了成为管理员的申请',
  'takeover.return': '退回了更换管理员的申请，请补充',
  'takeover.approve': '同意更换管理员',
  'takeover.reject': '没有同意更换管理员',
  'settlement.apply_waiting': '申请入驻，平台通过后转学校',
  'settlement.apply': '申请入驻',
  'settlement.services': '修改了申请的招聘服务',
  'settlement.forward': '平台通过，转学校审核',
  'settlement.drop': '单位登记没有通过，入驻申请随之结束',
  'settlement.withdraw': '撤回了入驻申请',
  'settlement.approve': '通过了入驻申请',
  'settlement.return': '退回了入驻申请，请单位补充',
  'settlement.reject': '没有通过入驻申请',
  'settlement.suspend': '暂停了入驻',
  'settlement.resume': '恢复了入驻',
  'member.establish': '成为单位管理员',
  'member.request': '申请加入单位',
  'member.cancel': '撤回了加入申请',
  'member.accept': '同意了加入申请',
  'member.decline': '没有同意加入申请',
  'member.invite': '接受邀请加入了单位',
  'member.remove': '移出了一名成员',
  'member.leave': '退出了单位',
  'member.role': '改变了成员的角色',
  'member.invitation': '邀请同事加入',
  'member.invitation_revoked': '撤销了邀请',
  'directory.alias_add': '添加了别名',
  'directory.alias_check': '核对了别名',
  'directory.alias_remove': '删除了别名',
  'directory.branch': '登记为分支机构',
  'directory.unbranch': '取消了分支机构关系',
  'directory.cancel': '标记为已注销',
  'directory.uncancel': '撤销了注销标记',
  'directory.distinct': '认定不是同一家单位',
  'directory.merge': '并入了另一家重复的单位',
  'directory.merged': '并入了别的单位',
  'directory.unmerge': '撤销了合并',
  'directory.unmerged': '撤销合并，恢复为单独的单位',
  'directory.import': '随学校的单位库导入',
};
