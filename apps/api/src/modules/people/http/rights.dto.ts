import { ApiProperty } from '@nestjs/swagger';
import { PERMISSIONS, type Permission } from '@qiancheng/shared';
import { Enum, PageOf, PageQuery } from '../../../platform/http/index.js';
import { StaffGrantView } from './staff.dto.js';

export class PermissionView {
  @ApiProperty() code!: string;
  @ApiProperty() label!: string;
}

export class PermissionSectionView {
  @ApiProperty() group!: string;
  @ApiProperty() label!: string;
  @ApiProperty({ type: [PermissionView] }) permissions!: PermissionView[];
}

export class RoleRightsView {
  @ApiProperty() code!: string;
  @ApiProperty() label!: string;
  @ApiProperty({ description: '管多大范围' }) reachLabel!: string;
  @ApiProperty({ type: [String] }) permissions!: string[];
  @ApiProperty({ type: 'integer', description: '你能看到的、有这个角色的在用账号' }) people!: number;
}

export class RightsView {
  @ApiProperty({ type: [PermissionSectionView] }) sections!: PermissionSectionView[];
  @ApiProperty({ type: [RoleRightsView] }) roles!: RoleRightsView[];
}

export class HoldersQuery extends PageQuery {
  @Enum(Object.keys(PERMISSIONS)) permission!: Permission;
}

export class HolderRow {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() login!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: [StaffGrantView], description: '哪些角色给了这项权限，在什么范围' }) grants!: StaffGrantView[];
}

export class HolderPage extends PageOf(HolderRow) {}

export class PersonalRight {
  @ApiProperty() code!: string;
  @ApiProperty() label!: string;
  @ApiProperty({ description: '在哪里能做' }) scopeLabel!: string;
}

export class PersonalRightsSection {
  @ApiProperty() group!: string;
  @ApiProperty() label!: string;
  @ApiProperty({ type: [PersonalRight] }) rights!: PersonalRight[];
}

export class PersonalRightsView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() login!: string;
  @ApiProperty({ description: '停用的账号什么也不能做' }) active!: boolean;
  @ApiProperty({ type: [PersonalRightsSection] }) sections!: PersonalRightsSection[];
}
