import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from './platform/access/index.js';
import { AuditModule, AuditWorkerModule } from './platform/audit/index.js';
import { type Clock } from './platform/clock/index.js';
import { type AppConfig, ConfigModule } from './platform/config/index.js';
import { CryptoModule } from './platform/crypto/index.js';
import { DatabaseModule } from './platform/database/index.js';
import { HttpModule } from './platform/http/index.js';
import { IdempotencyModule, IdempotencyWorkerModule } from './platform/idempotency/index.js';
import { JobsModule, type JobsRole } from './platform/jobs/index.js';
import { ObservabilityModule } from './platform/observability/index.js';
import { StorageModule, StorageWorkerModule } from './platform/storage/index.js';
import { UploadsModule } from './platform/uploads/index.js';
import { AccountsModule, AccountsWorkerModule } from './modules/accounts/index.js';
import { AgreementsModule, AgreementsWorkerModule } from './modules/agreements/index.js';
import { DirectoryWorkerModule } from './modules/directory/index.js';
import { DocumentsModule, DocumentsWorkerModule } from './modules/documents/index.js';
import { MessagingModule, MessagingWorkerModule } from './modules/messaging/index.js';
import { PeopleModule, PeopleWorkerModule } from './modules/people/index.js';
import { OrgImportModule, OrgImportWorkerModule } from './modules/schools/tree/import/org-import.module.js';
import { SchoolOpeningModule } from './modules/schools/opening/opening.module.js';
import { SourceListModule, SourceListWorkerModule } from './modules/source-info/index.js';
import { PlatformAdminModule } from './modules/platform-admin/index.js';
import { RegistrationModule, RegistrationWorkerModule } from './modules/registration/index.js';
import {
  RosterModule,
  RosterWorkerModule,
  SourceBulkModule,
  SourceBulkWorkerModule,
  SourceReviewModule,
  SourceStudentModule,
  SourceStudentWorkerModule,
} from './modules/source-info/index.js';

const technical = (config: AppConfig, role: JobsRole, clock?: Clock) => [
  ConfigModule.forRoot(config, clock),
  DatabaseModule,
  ObservabilityModule,
  CryptoModule,
  AuditModule,
  HttpModule,
  StorageModule,
  UploadsModule,
  JobsModule.register(role),
];

const BUSINESS = [
  AccountsModule,
  AgreementsModule,
  DocumentsModule,
  MessagingModule,
  PeopleModule,
  PlatformAdminModule,
  RegistrationModule,
  SourceStudentModule,
  SourceBulkModule,
  SourceReviewModule,
  SchoolOpeningModule,
  OrgImportModule,
  RosterModule,
  SourceListModule,
];
const BACKGROUND = [
  AuditWorkerModule,
  IdempotencyWorkerModule,
  StorageWorkerModule,
  AccountsWorkerModule,
  AgreementsWorkerModule,
  DirectoryWorkerModule,
  DocumentsWorkerModule,
  MessagingWorkerModule,
  PeopleWorkerModule,
  RegistrationWorkerModule,
  SourceBulkWorkerModule,
  OrgImportWorkerModule,
  RosterWorkerModule,
  SourceListWorkerModule,
  SourceStudentWorkerModule,
];

/** The process that answers HTTP: controllers, no handlers of jobs. */
@Module({})
export class ApiModule {
  static forRoot(config: AppConfig): DynamicModule {
    return { module: ApiModule, imports: [...technical(config, 'api'), AccessModule, IdempotencyModule, ...BUSINESS] };
  }
}

/** The process behind the queues: handlers, timers, sweeps, PDF; no controllers. */
@Module({})
export class WorkerModule {
  static forRoot(config: AppConfig): DynamicModule {
    return { module: WorkerModule, imports: [...technical(config, 'worker'), ...BACKGROUND] };
  }
}

/** Both in one, jobs run when told to: for tests and for commands. */
@Module({})
export class WholeModule {
  static forRoot(config: AppConfig, clock?: Clock): DynamicModule {
    return {
      module: WholeModule,
      imports: [...technical(config, 'inline', clock), AccessModule, IdempotencyModule, ...BUSINESS, ...BACKGROUND],
    };
  }
}
