import { type Audience, type Permission, type RoleCode, ROLES } from '@qiancheng/shared';

/** The roles of an audience that hold a permission: whom a message to its holders goes to. */
export function rolesHolding(permission: Permission, audience: Audience): RoleCode[] {
  return (Object.keys(ROLES) as RoleCode[]).filter(
    (code) =>
      ROLES[code].audience === audience && (ROLES[code].permissions as readonly Permission[]).includes(permission),
  );
}
