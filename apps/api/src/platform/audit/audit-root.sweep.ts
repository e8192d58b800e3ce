import { RegisterSweep, type Sweep } from '../jobs/index.js';
import { AuditRoots } from './audit-roots.js';

/** Every day that the system runs has its signed root. Hourly, so that a worker which was down at midnight makes up for it. */
@RegisterSweep()
export class AuditRootSweep implements Sweep {
  readonly name = 'audit.sign-root';
  readonly everyMs = 3600_000;

  constructor(private readonly roots: AuditRoots) {}

  sweep(): Promise<number> {
    return this.roots.signToday();
  }
}
