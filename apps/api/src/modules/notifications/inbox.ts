import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../platform/context/index.js';
import { AppError } from '../../platform/http/index.js';
import type { NotificationPage, NotificationQuery, UnreadCount } from './http/notifications.dto.js';

function notYet(): Promise<never> {
  return Promise.reject(new AppError('SERVICE_UNAVAILABLE'));
}

@Injectable()
export class Inbox {
  list(_ctx: RequestContext, _query: NotificationQuery): Promise<NotificationPage> {
    return notYet();
  }

  countUnread(_ctx: RequestContext): Promise<UnreadCount> {
    return notYet();
  }

  markRead(_ctx: RequestContext, _ids?: string[]): Promise<UnreadCount> {
    return notYet();
  }
}
