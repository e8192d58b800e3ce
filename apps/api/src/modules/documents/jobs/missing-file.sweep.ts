import { Clock } from '../../../platform/clock/index.js';
import { systemContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { RegisterSweep, type Sweep } from '../../../platform/jobs/index.js';
import { DocumentsRepository } from '../documents.repository.js';
import { PrintsService } from '../prints.service.js';

const MINUTE = 60_000;
/** In one round: a backlog is worked off beside what people wait for, not before it. */
const ROUND = 20;

/** Invariant: what has been signed for ten minutes is kept as a file, whatever became of the job that should have made it. */
@RegisterSweep()
export class MissingFileSweep implements Sweep {
  readonly name = 'documents.missing-files';
  readonly everyMs = 5 * MINUTE;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly documents: DocumentsRepository,
    private readonly prints: PrintsService,
  ) {}

  async sweep(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - 10 * MINUTE);
    const schools = await this.db.system((tx) => tx.query<{ id: number }>('select id from school order by random()'));
    let found = 0;
    for (const { id } of schools) {
      if (found >= ROUND) break;
      const ctx = systemContext(id, this.name);
      found += await this.db.tx(ctx, async (tx) => {
        const cases = await this.documents.systemWithoutFile(tx, before, ROUND - found);
        for (const caseId of cases) await this.prints.enqueueRender(tx, ctx, caseId);
        return cases.length;
      });
    }
    return found;
  }
}
