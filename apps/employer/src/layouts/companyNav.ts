import type { Permission } from '@qiancheng/shared';
import type { IconName } from '@qiancheng/web-ui';

/** What concerns the unit itself, whatever school it works at. On a phone these stand as tabs on their own pages. */
export interface CompanyPage {
  name: string;
  label: string;
  icon: IconName;
  permission: Permission;
}

export const COMPANY_PAGES: readonly CompanyPage[] = [
  { name: 'company', label: '单位资料', icon: 'work', permission: 'company.read' },
  { name: 'schools', label: '入驻学校', icon: 'school', permission: 'company.read' },
  { name: 'members', label: '成员', icon: 'users', permission: 'member.read' },
];
