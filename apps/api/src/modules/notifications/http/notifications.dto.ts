import { ApiProperty } from '@nestjs/swagger';
import { NOTICE_ABOUT, type NoticeAbout } from '@qiancheng/shared';
import { Bool, PageOf, PageQuery, Uuids } from '../../../platform/http/index.js';

/** What the message leads to, where it is no agreement. */
export class NotificationAbout {
  @ApiProperty({ enum: NOTICE_ABOUT }) kind!: NoticeAbout;
  @ApiProperty({ format: 'uuid' }) id!: string;
}

export class NotificationView {
  @ApiProperty() id!: string;
  @ApiProperty() event!: string;
  @ApiProperty() title!: string;
  @ApiProperty() body!: string;
  @ApiProperty({ type: String, nullable: true }) caseId!: string | null;
  @ApiProperty({ type: NotificationAbout, nullable: true }) about!: NotificationAbout | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readAt!: string | null;
}

export class NotificationPage extends PageOf(NotificationView) {}

export class NotificationQuery extends PageQuery {
  @Bool({ optional: true, description: '只看未读' }) unread?: boolean;
}

export class UnreadCount {
  @ApiProperty({ type: 'integer' }) unread!: number;
}

export class MarkReadBody {
  @Uuids({ max: 200, optional: true, description: '不给就是全部' }) ids?: string[];
}
