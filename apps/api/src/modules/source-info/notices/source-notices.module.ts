import { Module } from '@nestjs/common';
import { NotificationsModule } from '../../notifications/index.js';
import { SourceNotices } from './source-notices.js';

@Module({ imports: [NotificationsModule], providers: [SourceNotices], exports: [SourceNotices] })
export class SourceNoticesModule {}
