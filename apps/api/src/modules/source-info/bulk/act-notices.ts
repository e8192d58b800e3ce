import { Injectable } from '@nestjs/common';
import { NOTICE_EVENTS } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { Notifier } from '../../notifications/index.js';
import type { ActRow } from './act-rows.js';
import { done, type RowResult, type SourceOrder } from './source-acts.js';

type Told = Pick<ActRow, 'id' | 'accountId'>;

/** The same words to many students, in one statement. */
@Injectable()
export class ActNotices {
  constructor(private readonly notifier: Notifier) {}

  approved(tx: Tx, ctx: RequestContext, rows: readonly Told[]): Promise<void> {
    const { title, body } = NOTICE_EVENTS.source_approved;
    return this.tell(tx, ctx, rows, { event: 'source_approved', title, body });
  }

  /** A teacher's own words (F-062). */
  async run(tx: Tx, ctx: RequestContext, rows: readonly Told[], { options }: SourceOrder): Promise<RowResult[]> {
    await this.tell(tx, ctx, rows, {
      event: 'source_notice',
      title: options.title ?? '',
      body: options.text ?? '',
    });
    return rows.map(({ id }) => done(id));
  }

  private async tell(
    tx: Tx,
    ctx: RequestContext,
    rows: readonly Told[],
    words: { event: string; title: string; body: string },
  ): Promise<void> {
    const [first] = rows;
    const ids = rows.flatMap(({ accountId }) => accountId ?? []);
    if (!first || ids.length === 0) return;
    await this.notifier.tell(tx, ctx, {
      to: { kind: 'accounts', ids },
      ...words,
      // a student's page shows their own record whatever stands here
      about: { kind: 'source', id: first.id },
      schoolId: tx.schoolId,
    });
  }
}
