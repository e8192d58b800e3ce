import { Module } from '@nestjs/common';
import {
  EmployerNotificationsController,
  StudentNotificationsController,
  TeacherNotificationsController,
} from './http/notifications.controller.js';
import { Inbox } from './inbox.js';

@Module({
  controllers: [TeacherNotificationsController, StudentNotificationsController, EmployerNotificationsController],
  providers: [Inbox],
  exports: [Inbox],
})
export class NotificationsModule {}
