import { Injectable } from '@nestjs/common';
import { checkEmployerName, normaliseEmployerName } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { UnitHistory } from '../../registration/index.js';
import type { AddAliasBody, UnitRecordView, UnitVersion } from '../http/platform-units.dto.js';
import { lockUnit, touch } from './unit-brief.js';
import { UnitRecord } from './unit-record.js';

interface Alias {
  kind: string;
  text: string;
  [column: string]: unknown;
}

/** The other names of a unit. */
@Injectable()
export class UnitNames {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly history: UnitHistory,
    private readonly record: UnitRecord,
  ) {}

  add(ctx: RequestContext, id: string, body: AddAliasBody): Promise<UnitRecordView> {
    return this.db.tx(ctx, async (tx) => {
      const unit = await lockUnit(tx, id, body.version);
      const norm = goodAlias(body);
      if (norm === normaliseEmployerName(unit.name)) throw refused('这就是单位现在的名称，不用加成别名。');
      const added = await tx.exec(
        `insert into employer_alias (employer_id, kind, text, norm, source, created_by, created_at)
         values ($1, $2, $3, $4, '平台添加', $5, $6) on conflict (employer_id, norm) do nothing`,
        [id, body.kind, norm, norm, ctx.actor.accountId, this.clock.now()],
      );
      if (added === 0) throw new AppError('NAME_TAKEN', { detail: '这家单位已经有这个别名了。' });
      await touch(tx, id, this.clock.now());
      await this.history.append(tx, ctx, { employerId: id, action: 'directory.alias_add', note: norm });
      return this.record.read(tx, id);
    });
  }

  /** An imported writing that a person has looked at. */
  check(ctx: RequestContext, id: string, aliasId: string, { version }: UnitVersion): Promise<UnitRecordView> {
    return this.change(ctx, id, version, async (tx) => {
      const alias = await this.alias(tx, id, aliasId);
      await tx.exec('update employer_alias set checked = true where id = $1', [aliasId]);
      await this.history.append(tx, ctx, { employerId: id, action: 'directory.alias_check', note: alias.text });
    });
  }

  remove(ctx: RequestContext, id: string, aliasId: string, { version }: UnitVersion): Promise<UnitRecordView> {
    return this.change(ctx, id, version, async (tx) => {
      const alias = await this.alias(tx, id, aliasId);
      if (alias.kind === 'merged' || alias.kind === 'code') {
        throw new AppError('IN_USE', { detail: '这是并入单位留下的，要靠它找到这家单位。确实合错了，请撤销合并。' });
      }
      await tx.exec('delete from employer_alias where id = $1', [aliasId]);
      await this.history.append(tx, ctx, { employerId: id, action: 'directory.alias_remove', note: alias.text });
    });
  }

  private change(
    ctx: RequestContext,
    id: string,
    version: number,
    act: (tx: Tx) => Promise<void>,
  ): Promise<UnitRecordView> {
    return this.db.tx(ctx, async (tx) => {
      await lockUnit(tx, id, version);
      await act(tx);
      await touch(tx, id, this.clock.now());
      return this.record.read(tx, id);
    });
  }

  private async alias(tx: Tx, id: string, aliasId: string): Promise<Alias> {
    const alias = await tx.maybeOne<Alias>('select kind, text from employer_alias where id = $2 and employer_id = $1', [
      id,
      aliasId,
    ]);
    if (!alias) throw new AppError('NOT_FOUND');
    return alias;
  }
}

function goodAlias({ kind, text }: AddAliasBody): string {
  const norm = normaliseEmployerName(text);
  // a short name is what people say; a former name was once on the licence
  const wrong = kind === 'former' ? checkEmployerName(norm) : [...norm].length < 2 ? '简称至少 2 个字。' : null;
  if (wrong) throw refused(wrong);
  return norm;
}

function refused(message: string): AppError {
  return new AppError('VALIDATION_FAILED', { detail: message, errors: [{ field: 'text', code: 'ALIAS', message }] });
}
