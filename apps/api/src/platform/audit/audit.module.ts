import { Global, Module } from '@nestjs/common';
import { AuditRootSweep } from './audit-root.sweep.js';
import { AuditRoots } from './audit-roots.js';
import { AuditService } from './audit.service.js';

/** Needs the configuration, the clock, the database and the cipher. */
@Global()
@Module({ providers: [AuditService], exports: [AuditService] })
export class AuditModule {}

/** Signs the daily root; in the worker only. */
@Module({ providers: [AuditRoots, AuditRootSweep] })
export class AuditWorkerModule {}
