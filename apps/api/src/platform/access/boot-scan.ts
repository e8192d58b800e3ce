import { type INestApplicationContext, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { PERMISSIONS, ROLES } from '@qiancheng/shared';
import { AUDIENCES, type Audience } from '../context/index.js';
import { type AccessRule, accessRuleOf } from './allow.js';
import { TECHNICAL_PATHS } from './route-facts.js';

type Handler = (...args: unknown[]) => unknown;

/**
 * Walks every route before the process listens: each carries a rule, each permission is in the catalogue and held by some
 * role of the audience, each address begins with an audience.
 * @throws Error naming every route at fault
 */
export function bootScan(app: INestApplicationContext): void {
  const scanner = new MetadataScanner();
  const faults = app
    .get(DiscoveryService, { strict: false })
    .getControllers()
    .filter(({ metatype }) => typeof metatype === 'function')
    .flatMap(({ metatype }) => controllerFaults(metatype as { name: string; prototype: object }, scanner));
  if (faults.length > 0)
    throw new Error(`路由缺少访问规则，程序不能启动：\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
}

function controllerFaults(controller: { name: string; prototype: object }, scanner: MetadataScanner): string[] {
  const prototype = controller.prototype as Record<string, Handler>;
  return scanner.getAllMethodNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (!handler || Reflect.getMetadata(PATH_METADATA, handler) === undefined) return [];
    const rule = accessRuleOf(handler);
    return addresses(controller, handler).flatMap((path) => {
      const fault = routeFault(path, rule);
      return fault ? [`${methodOf(handler)} /${path} (${controller.name}.${name})：${fault}`] : [];
    });
  });
}

function routeFault(path: string, rule: AccessRule | undefined): string | null {
  if (!rule) return '没有 @Allow 或 @Public。';
  const first = path.split('/')[0] ?? '';
  if (TECHNICAL_PATHS.includes(first)) return rule.kind === 'public' ? null : '探针只能是 @Public。';
  const audience = AUDIENCES.find((name) => name === first);
  if (!audience) return `地址要以 ${AUDIENCES.join('、')} 之一开头。`;
  if (audience === 'public' && rule.kind !== 'public') return 'public 下的路由只能是 @Public。';
  return rule.kind === 'permission' ? permissionFault(rule.permission, audience) : null;
}

function permissionFault(permission: string, audience: Audience): string | null {
  if (!Object.hasOwn(PERMISSIONS, permission)) return `权限 ${permission} 不在权限目录里。`;
  const held = Object.values(ROLES).some(
    (role) => role.audience === audience && (role.permissions as readonly string[]).includes(permission),
  );
  return held ? null : `${audience} 的任何角色都没有权限 ${permission}，没有人能用这条路由。`;
}

function addresses(controller: object, handler: Handler): string[] {
  return pathsOf(controller).flatMap((head) => pathsOf(handler).map((tail) => [head, tail].filter(Boolean).join('/')));
}

function pathsOf(target: object): string[] {
  const declared = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return [declared ?? ''].flat().map((path) => path.replace(/^\/+|\/+$/g, ''));
}

function methodOf(handler: Handler): string {
  return RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? 'ALL';
}
