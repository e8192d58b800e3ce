import { Injectable } from '@nestjs/common';
import { shanghaiDate } from '@qiancheng/shared';
import { Clock } from '../../../../platform/clock/index.js';
import { AppConfig } from '../../../../platform/config/index.js';
import type { RequestContext } from '../../../../platform/context/index.js';
import { Db } from '../../../../platform/database/index.js';
import { PdfService } from '../../../../platform/pdf/index.js';
import { SealedFiles } from '../../sealed-files/sealed-files.js';
import { type ActRecord, ActsRepository, type SlipFacts } from '../acts.repository.js';
import { composeSlips } from './slip-sheet.js';

interface School extends Record<string, unknown> {
  schoolName: string;
  centerName: string;
  centerPhone: string | null;
}

/** Puts the codes of an act on paper, and the paper into a sealed file of whoever ordered it. In the worker only. */
@Injectable()
export class SlipPress {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly pdf: PdfService,
    private readonly acts: ActsRepository,
    private readonly files: SealedFiles,
  ) {}

  /** Ends the act, with a file where there is something to hand over. */
  async print(ctx: RequestContext, act: ActRecord): Promise<void> {
    const slips = await this.slipsOf(ctx, act);
    // the browser takes seconds, so no transaction is open meanwhile
    const bytes = slips.length > 0 ? await this.render(ctx, slips) : null;
    await this.db.tx(ctx, async (tx) => {
      const file =
        bytes &&
        (await this.files.store(tx, ctx, {
          kind: 'activation_slips',
          fileName: `激活单-${slips.length}人-${shanghaiDate(this.clock.now())}.pdf`,
          mediaType: 'application/pdf',
          once: false,
          bytes,
        }));
      await this.acts.finish(tx, act.id, file);
    });
  }

  private async slipsOf(ctx: RequestContext, { id, action }: ActRecord): Promise<SlipFacts[]> {
    if (action !== 'slips' && action !== 'reset') return [];
    // After a reset only a code has to be handed over: the end of their ID number people know.
    return this.db.read(ctx, (tx) => this.acts.slips(tx, id, action === 'reset'));
  }

  private async render(ctx: RequestContext, slips: readonly SlipFacts[]): Promise<Buffer> {
    const school = await this.db.read(ctx, (tx) =>
      tx.one<School>(
        `select name as "schoolName", center_name as "centerName", center_phone as "centerPhone" from school where id = $1`,
        [ctx.schoolId],
      ),
    );
    return this.pdf.render(composeSlips({ ...school, portal: `${this.config.publicUrl}/student/`, slips }), {
      tagged: false,
    });
  }
}
