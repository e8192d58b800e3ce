import { Controller, Get, Module, Post, type Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import type { Permission } from '@qiancheng/shared';
import { Allow, bootScan, Public } from './index.js';

@Controller('teacher/good')
class GoodController {
  @Get() @Allow('case.list') list(): void {}
  @Get('me') @Allow('any') me(): void {}
  @Post('open') @Public() open(): void {}
}

@Controller('healthz')
class ProbeController {
  @Get() @Public() get(): void {}
}

@Controller('teacher/bad')
class UnmarkedController {
  @Get('forgotten') forgotten(): void {}
}

@Controller()
class HomelessController {
  @Get('anywhere/x') @Allow('any') x(): void {}
}

@Controller('teacher/odd')
class OddPermissionController {
  @Get() @Allow('case.everything' as Permission) get(): void {}
}

@Controller('student/review')
class WrongAudienceController {
  @Get() @Allow('case.review') get(): void {}
}

abstract class Base {
  @Get('inherited') inherited(): void {}
}

@Controller('employer/derived')
class DerivedController extends Base {}

async function scan(...controllers: Type[]): Promise<void> {
  class AppModule {}
  Module({ imports: [DiscoveryModule], controllers })(AppModule);
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
  try {
    bootScan(app);
  } finally {
    await app.close();
  }
}

describe('bootScan', () => {
  it('lets a process start whose routes all have a rule', async () => {
    await expect(scan(GoodController, ProbeController)).resolves.toBeUndefined();
  });

  it('names the route that has none, inherited ones too', async () => {
    await expect(scan(GoodController, UnmarkedController)).rejects.toThrow(
      /GET \/teacher\/bad\/forgotten \(UnmarkedController\.forgotten\)：没有 @Allow 或 @Public/,
    );
    await expect(scan(DerivedController)).rejects.toThrow(/GET \/employer\/derived\/inherited/);
  });

  it('refuses addresses of no audience, unknown permissions, and permissions that nobody there can hold', async () => {
    await expect(scan(HomelessController)).rejects.toThrow(/\/anywhere\/x .*地址要以/);
    await expect(scan(OddPermissionController)).rejects.toThrow(/case\.everything 不在权限目录里/);
    await expect(scan(WrongAudienceController)).rejects.toThrow(/student 的任何角色都没有权限 case\.review/);
  });
});
