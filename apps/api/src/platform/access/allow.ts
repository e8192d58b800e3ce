import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { Permission } from '@qiancheng/shared';
import type { SessionStage } from '../context/index.js';

export const ACCESS_RULE = 'qiancheng:access-rule';

/** Who may call a route: anybody, anybody who is signed in to its audience, or holders of one permission. */
export type AccessRule =
  | { kind: 'public' }
  | { kind: 'signed-in'; passive: boolean; stages: readonly SessionStage[] }
  | { kind: 'permission'; permission: Permission; passive: boolean; stages: readonly SessionStage[] };

export interface AllowOptions {
  /** A call that the page makes by itself (polling, event streams): it does not keep an idle session alive. */
  passive?: boolean;
  /** Open before the log-in is complete, at these stages of it. */
  stages?: readonly SessionStage[];
}

/** Opens a route to holders of one permission, or with 'any' to everybody signed in to the route's audience. */
export function Allow(permission: Permission | 'any', options: AllowOptions = {}): MethodDecorator {
  const passive = options.passive ?? false;
  const stages = options.stages ?? (['full'] as const);
  const rule: AccessRule =
    permission === 'any' ? { kind: 'signed-in', passive, stages } : { kind: 'permission', permission, passive, stages };
  return applyDecorators(
    SetMetadata(ACCESS_RULE, rule),
    ApiExtension('x-permission', permission),
    // named where they are not the usual one
    ...(options.stages ? [ApiExtension('x-stages', [...stages])] : []),
  );
}

/** Opens a route to everybody. The handler still gets a RequestContext, without an account. */
export function Public(): MethodDecorator {
  const rule: AccessRule = { kind: 'public' };
  return applyDecorators(SetMetadata(ACCESS_RULE, rule), ApiExtension('x-permission', 'public'));
}

export function accessRuleOf(handler: object): AccessRule | undefined {
  return Reflect.getMetadata(ACCESS_RULE, handler) as AccessRule | undefined;
}
