import { Global, Module } from '@nestjs/common';
import { AuditService } from './audit.service.js';
import { DailyAuditRoot } from './root.js';

@Global()
@Module({ providers: [AuditService], exports: [AuditService] })
export class AuditModule {}

/** Signs the daily root; in the worker only. */
@Module({ providers: [DailyAuditRoot] })
export class AuditWorkerModule {}
