import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { Outbox } from '../outbox.service.js';
import { MadeUpWechatAnswer, MadeUpWechatBody, MadeUpWechatView, OutboxView } from './outbox.dto.js';

/** Of the demo: elsewhere each of these answers 404. */
@ApiTags('outbox')
@Controller('public/outbox')
export class OutboxController {
  constructor(private readonly outbox: Outbox) {}

  @Get()
  @Public()
  @ApiOkResponse({ type: OutboxView })
  listOutbox(@Ctx() ctx: RequestContext): Promise<OutboxView> {
    return this.outbox.list(ctx);
  }

  @Get('wechat')
  @Public()
  @ApiOkResponse({ type: MadeUpWechatView })
  getMadeUpWechat(@Ctx() ctx: RequestContext): MadeUpWechatView {
    return this.outbox.wechat(ctx);
  }

  @Post('wechat')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: MadeUpWechatAnswer })
  answerMadeUpWechat(@Ctx() ctx: RequestContext, @Body() body: MadeUpWechatBody): MadeUpWechatAnswer {
    return this.outbox.answerWechat(ctx, body);
  }
}
