import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { Inbox } from '../inbox.js';
import { MarkReadBody, NotificationPage, NotificationQuery, UnreadCount } from './notifications.dto.js';

/** The same inbox for each audience; each has its own address, so that each document names it. */
abstract class InboxController {
  constructor(protected readonly inbox: Inbox) {}

  @Get()
  @Allow('notification.read')
  @ApiOkResponse({ type: NotificationPage })
  listNotifications(@Ctx() ctx: RequestContext, @Query() query: NotificationQuery): Promise<NotificationPage> {
    return this.inbox.list(ctx, query);
  }

  @Get('unread-count')
  @Allow('notification.read', { passive: true })
  @ApiOkResponse({ type: UnreadCount })
  countUnread(@Ctx() ctx: RequestContext): Promise<UnreadCount> {
    return this.inbox.countUnread(ctx);
  }

  @Post('read')
  @HttpCode(200)
  @Allow('notification.read')
  @ApiOkResponse({ type: UnreadCount })
  markRead(@Ctx() ctx: RequestContext, @Body() body: MarkReadBody): Promise<UnreadCount> {
    return this.inbox.markRead(ctx, body.ids);
  }
}

@ApiTags('notifications')
@Controller('teacher/notifications')
export class TeacherNotificationsController extends InboxController {
  constructor(inbox: Inbox) {
    super(inbox);
  }
}

@ApiTags('notifications')
@Controller('student/notifications')
export class StudentNotificationsController extends InboxController {
  constructor(inbox: Inbox) {
    super(inbox);
  }
}

@ApiTags('notifications')
@Controller('employer/notifications')
export class EmployerNotificationsController extends InboxController {
  constructor(inbox: Inbox) {
    super(inbox);
  }
}

@ApiTags('notifications')
@Controller('platform/notifications')
export class PlatformNotificationsController extends InboxController {
  constructor(inbox: Inbox) {
    super(inbox);
  }
}
