import { ApiProperty } from '@nestjs/swagger';
import { Bool, PageOf, PageQuery, Uuids } from '../../../platform/http/index.js';

export class NotificationView {
  @ApiProperty() id!: string;
  @ApiProperty() event!: string;
  @ApiProperty() title!: string;
  @ApiProperty() body!: string;
  @ApiProperty({ type: String, nullable: true }) caseId!: string | null;
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
