import { Injectable } from '@nestjs/common';
import { shanghaiDate } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { UnitHistory } from '../../registration/index.js';
import type { BranchBody, CancelUnitBody, UnitRecordView, UnitVersion } from '../http/platform-units.dto.js';
import { lockUnit, lockUnits } from './unit-brief.js';
import { UnitRecord } from './unit-record.js';

/** Whose branch a unit is, and whether it is still there. */
@Injectable()
export class UnitStanding {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly history: UnitHistory,
    private readonly record: UnitRecord,
  ) {}

  branch(ctx: RequestContext, id: string, { version, parentId }: BranchBody): Promise<UnitRecordView> {
    return this.db.tx(ctx, async (tx) => {
      const refuse = (message: string): AppError =>
        new AppError('VALIDATION_FAILED', {
          detail: message,
          errors: [{ field: 'parentId', code: 'PARENT', message }],
        });
      if (parentId === id) throw refuse('单位不能是自己的分支机构。');
      const [, parent] = await lockUnits(tx, [id, parentId]);
      await lockUnit(tx, id, version);
      if (!parent || parent.status === 'merged') throw refuse('上级单位已经并入别的单位。请选保留的那一家。');
      // one level: a branch of a branch belongs to the same head
      if (parent.parentId) throw refuse(`“${parent.name}”自己就是分支机构。请选它的上级单位。`);
      if (await tx.maybeOne('select 1 from employer where parent_id = $1 limit 1', [id])) {
        throw refuse('这家单位下面还有分支机构，不能再归到别的单位下面。');
      }
      await tx.exec(
        'update employer set parent_id = $2, compared_at = null, version = version + 1, updated_at = $3 where id = $1',
        [id, parentId, this.clock.now()],
      );
      await this.history.append(tx, ctx, {
        employerId: id,
        action: 'directory.branch',
        note: `上级单位：${parent.name}`,
        after: { parentId },
      });
      return this.record.read(tx, id);
    });
  }

  unbranch(ctx: RequestContext, id: string, { version }: UnitVersion): Promise<UnitRecordView> {
    return this.db.tx(ctx, async (tx) => {
      const unit = await lockUnit(tx, id, version);
      if (!unit.parentId) throw new AppError('NOT_ALLOWED_NOW', { detail: '这家单位不是分支机构。请刷新页面。' });
      await tx.exec(
        'update employer set parent_id = null, compared_at = null, version = version + 1, updated_at = $2 where id = $1',
        [id, this.clock.now()],
      );
      await this.history.append(tx, ctx, {
        employerId: id,
        action: 'directory.unbranch',
        before: { parentId: unit.parentId },
      });
      return this.record.read(tx, id);
    });
  }

  /** Its people can no longer enter a school's workspace and invite; agreements that run stay as they are. */
  cancel(ctx: RequestContext, id: string, body: CancelUnitBody): Promise<UnitRecordView> {
    return this.db.tx(ctx, async (tx) => {
      const unit = await lockUnit(tx, id, body.version);
      if (unit.status === 'cancelled') throw new AppError('NOT_ALLOWED_NOW', { detail: '这家单位已经标记为注销了。' });
      if (body.cancelledOn > shanghaiDate(this.clock.now())) {
        const message = '注销日期不能在今天以后。';
        throw new AppError('VALIDATION_FAILED', {
          detail: message,
          errors: [{ field: 'cancelledOn', code: 'FUTURE', message }],
        });
      }
      await tx.exec(
        `update employer set status = 'cancelled', cancelled_on = $2, cancelled_source = $3, cancelled_from = status,
                version = version + 1, updated_at = $4 where id = $1`,
        [id, body.cancelledOn, body.source, this.clock.now()],
      );
      await this.history.append(tx, ctx, {
        employerId: id,
        action: 'directory.cancel',
        from: unit.status,
        to: 'cancelled',
        note: `${body.cancelledOn} 注销，来源：${body.source}`,
      });
      return this.record.read(tx, id);
    });
  }

  uncancel(ctx: RequestContext, id: string, { version }: UnitVersion): Promise<UnitRecordView> {
    return this.db.tx(ctx, async (tx) => {
      const unit = await lockUnit(tx, id, version);
      if (unit.status !== 'cancelled' || !unit.cancelledFrom) {
        throw new AppError('NOT_ALLOWED_NOW', { detail: '这家单位没有标记为注销。请刷新页面。' });
      }
      await tx.exec(
        `update employer set status = cancelled_from, cancelled_on = null, cancelled_source = '', cancelled_from = null,
                version = version + 1, updated_at = $2 where id = $1`,
        [id, this.clock.now()],
      );
      await this.history.append(tx, ctx, {
        employerId: id,
        action: 'directory.uncancel',
        from: 'cancelled',
        to: unit.cancelledFrom,
      });
      return this.record.read(tx, id);
    });
  }
}
