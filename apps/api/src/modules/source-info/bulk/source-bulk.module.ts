import { Module } from '@nestjs/common';
import { NotificationsModule } from '../../notifications/index.js';
import { PeopleModule } from '../../people/index.js';
import { SchoolsModule } from '../../schools/index.js';
import { TeacherSourceActsController } from '../http/teacher-source-acts.controller.js';
import { SourceRecordsModule } from '../records/source-records.module.js';
import { ActNotices } from './act-notices.js';
import { ActPreview } from './act-preview.js';
import { SourceActQueries } from './act-queries.js';
import { ActRows } from './act-rows.js';
import { ActRunner } from './act-runner.js';
import { SourceActsRepository } from './acts.repository.js';
import { BulkValues } from './bulk-values.js';
import { BulkWriter } from './bulk-writer.js';
import { EditMany } from './edit-many.js';
import { SourceActHandler } from './jobs/source-act.handler.js';
import { MoveMany } from './move-many.js';
import { PassMany } from './pass-many.js';
import { SourceActs } from './source-acts.service.js';

/** Acts on many students at once. */
@Module({
  imports: [SchoolsModule, SourceRecordsModule, NotificationsModule],
  controllers: [TeacherSourceActsController],
  providers: [
    ActNotices,
    ActPreview,
    ActRows,
    ActRunner,
    BulkValues,
    BulkWriter,
    EditMany,
    MoveMany,
    PassMany,
    SourceActQueries,
    SourceActs,
    SourceActsRepository,
  ],
  exports: [ActRunner, SourceActsRepository],
})
export class SourceBulkModule {}

@Module({ imports: [SourceBulkModule, PeopleModule], providers: [SourceActHandler] })
export class SourceBulkWorkerModule {}
