import { ApiProperty } from '@nestjs/swagger';
import { Int, Str } from '../../../platform/http/index.js';

export const REASON_MAX = 200;

/** Why it was done: kept with the act, and told to the person where it concerns them. */
export class ReasonBody {
  @Str({ min: 2, max: REASON_MAX, description: '原因，记在操作记录里' })
  reason!: string;
}

export class VersionedReasonBody extends ReasonBody {
  @Int({ min: 0, description: '看到的版本；不同时 409 STALE_VERSION' })
  version!: number;
}

/** An act on one account: may it be done now, and if not, why. */
export class AccountActionView {
  @ApiProperty() action!: string;
  @ApiProperty() label!: string;
  @ApiProperty() allowed!: boolean;
  @ApiProperty({ type: String, nullable: true }) code!: string | null;
  @ApiProperty({ type: String, nullable: true, description: '不能办时的原因' }) reason!: string | null;
}

/** What a first log-in is made with; told once and kept nowhere in clear. */
export class InitialView {
  @ApiProperty({ type: String, nullable: true, description: '只在这里出现一次；null：按规则取，不显示' })
  secret!: string | null;

  @ApiProperty({ description: '给人看的一句话' }) words!: string;
  @ApiProperty({ format: 'date-time' }) expiresAt!: string;
  @ApiProperty({ type: String, nullable: true, description: '已经发到的手机' }) sentTo!: string | null;
}
