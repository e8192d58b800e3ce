import { Logger } from '@nestjs/common';
import { RegisterSweep, type Sweep } from '../jobs/index.js';
import { StorageCheck } from './storage-check.js';

/** Nightly: what is missing or altered is reported, never repaired in silence. */
@RegisterSweep()
export class StorageCheckSweep implements Sweep {
  readonly name = 'storage.check';
  readonly everyMs = 24 * 3600_000;
  private readonly log = new Logger('StorageCheck');

  constructor(private readonly check: StorageCheck) {}

  async sweep(): Promise<number> {
    const report = await this.check.run();
    if (!report.ok) {
      this.log.error(
        { missing: report.missing, altered: report.altered, checked: report.checked },
        'stored files are damaged',
      );
    }
    return report.missing.length + report.altered.length;
  }
}
