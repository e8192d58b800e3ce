import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  HttpCode,
  Injectable,
  Module,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiOkResponse, ApiProperty } from '@nestjs/swagger';
import type { Clock } from '../../clock/index.js';
import { type AppConfig, ConfigModule } from '../../config/index.js';
import { Ctx, publicContext, type RequestContext, type RequestWithContext } from '../../context/index.js';
import { CryptoModule } from '../../crypto/index.js';
import { DatabaseModule } from '../../database/index.js';
import { IdempotencyModule } from '../../idempotency/index.js';
import { ObservabilityModule } from '../../observability/index.js';
import { AppError, createHttpApp, type HttpApp, HttpModule, Int, List, Obj, PageOf, PageQuery, Str } from '../index.js';

class Row {
  @Int({ min: 1 }) n!: number;
}

class Address {
  @Str({ max: 5 }) city!: string;
}

class Order {
  @Str({ max: 10 }) name!: string;
  @Int({ optional: true, min: 0, max: 9 }) count?: number;
  @Obj(() => Address, { nullable: true }) address!: Address | null;
  @List(() => Row, { max: 3 }) rows!: Row[];
}

class RowView {
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
}

class RowPage extends PageOf(RowView) {}

/** How often the order was really carried out, and what may hold it up. */
export const orders: { done: number; gate: Promise<void> | undefined } = { done: 0, gate: undefined };

@Controller('teacher/things')
class ThingsController {
  @Get()
  @ApiOkResponse({ type: RowPage })
  listThings(@Query() query: PageQuery): object {
    return { ...query, big: 'x'.repeat(5000) };
  }

  @Get('broken')
  breakThings(): never {
    throw new Error('secret detail 13800000021');
  }

  @Get('away')
  loseDatabase(): never {
    throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  }

  @Get(':id')
  getThing(@Param('id', ParseUUIDPipe) id: string): object {
    return { id };
  }

  @Post()
  @HttpCode(200)
  async orderThings(@Ctx() ctx: RequestContext, @Body() order: Order): Promise<object> {
    await orders.gate;
    if (order.name === 'refused') throw new AppError('STALE_VERSION', { extra: { currentVersion: 7 } });
    orders.done += 1;
    return { posts: orders.done, order, by: ctx.actor.accountId };
  }
}

/** Stands in for the access guard: the account is named by a header. */
@Injectable()
class TestGuard implements CanActivate {
  canActivate(host: ExecutionContext): boolean {
    const request = host
      .switchToHttp()
      .getRequest<RequestWithContext & { headers: Record<string, string>; id: string }>();
    const ctx = publicContext(request.id, null);
    const account = request.headers['x-account'];
    request.ctx = { ...ctx, actor: { ...ctx.actor, accountId: account ?? null } };
    return true;
  }
}

/** The whole HTTP application around one controller, without the business. */
export function thingsApp(config: AppConfig, clock: Clock): Promise<HttpApp> {
  @Module({
    imports: [
      ConfigModule.forRoot(config, clock),
      DatabaseModule,
      ObservabilityModule,
      CryptoModule,
      HttpModule,
      IdempotencyModule,
    ],
    controllers: [ThingsController],
    providers: [{ provide: APP_GUARD, useClass: TestGuard }],
  })
  class TestModule {}
  return createHttpApp(TestModule, config);
}
