import { Module } from '@nestjs/common';
import {
  EmployerNotificationsController,
  PlatformNotificationsController,
  StudentNotificationsController,
  TeacherNotificationsController,
} from './http/notifications.controller.js';
import { Inbox } from './inbox.js';
import { Notifier } from './notifier.js';

@Module({
  controllers: [
    TeacherNotificationsController,
    StudentNotificationsController,
    EmployerNotificationsController,
    PlatformNotificationsController,
  ],
  providers: [Inbox, Notifier],
  exports: [Inbox, Notifier],
})
export class NotificationsModule {}
