import { ApiProperty } from '@nestjs/swagger';
import { Str } from '../../../platform/http/index.js';
import type { DeliveryStatus } from '../deliveries.repository.js';
import { CHANNELS, type Channel } from '../ports/channel.js';

const text = { type: String, nullable: true } as const;

export class OutboxMessage {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: CHANNELS }) channel!: Channel;
  @ApiProperty({ description: '邮箱、手机号或微信身份，完整' }) to!: string;
  @ApiProperty({ ...text, description: '邮件才有' }) subject!: string | null;
  @ApiProperty() text!: string;
  @ApiProperty({ ...text, description: '其中的验证码' }) code!: string | null;
  @ApiProperty(text) link!: string | null;
  @ApiProperty({ enum: ['queued', 'sent', 'failed', 'expired'] }) status!: DeliveryStatus;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) sentAt!: string | null;
}

export class OutboxView {
  @ApiProperty({ type: [OutboxMessage] }) items!: OutboxMessage[];
}

export class MadeUpWechatView {
  @ApiProperty({ type: [String], description: '可以直接选用的身份' }) names!: string[];
}

export class MadeUpWechatBody {
  @Str({ max: 20, nullable: true, min: 1, description: '微信身份；null 就是取消' }) name!: string | null;
  @Str({ max: 2000, description: '回到哪里，只能是本站' }) redirect!: string;
  @Str({ max: 200, min: 0 }) state!: string;
}

export class MadeUpWechatAnswer {
  @ApiProperty({ description: '浏览器接着去的地址' }) url!: string;
}
