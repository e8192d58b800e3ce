import { Module } from '@nestjs/common';
import {
  EmployerNotificationsController,
  PlatformNotificationsController,
  StudentNotificationsController,
  TeacherNotificationsController,
} from './http/notifications.controller.js';
import { MessagingModule } from '../messaging/index.js';
import { Inbox } from './inbox.js';
import { Notifier } from './notifier.js';
import { Reach } from './reach.js';

@Module({
  imports: [MessagingModule],
  controllers: [
    TeacherNotificationsController,
    StudentNotificationsController,
    EmployerNotificationsController,
    PlatformNotificationsController,
  ],
  providers: [Inbox, Notifier, Reach],
  exports: [Inbox, Notifier],
})
export class NotificationsModule {}
