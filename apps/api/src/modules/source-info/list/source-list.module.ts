import { Module } from '@nestjs/common';
import { AccountsModule } from '../../accounts/index.js';
import { PeopleModule, PersonalAccessModule } from '../../people/index.js';
import { SchoolsModule } from '../../schools/index.js';
import { TeacherSourceExportsController } from '../http/teacher-source-exports.controller.js';
import { TeacherSourceViewsController } from '../http/teacher-source-views.controller.js';
import { TeacherSourcesController } from '../http/teacher-sources.controller.js';
import { SourceRecordsModule } from '../records/source-records.module.js';
import { ExportPages } from './exports/export-pages.js';
import { ExportRights } from './exports/export-rights.js';
import { ExportsRepository } from './exports/exports.repository.js';
import { MakeExportHandler } from './exports/make-export.handler.js';
import { SourceExports } from './exports/source-exports.js';
import { PastedLists } from './pasted-lists.js';
import { PurgeListsSweep } from './purge-lists.sweep.js';
import { SourceList } from './source-list.js';
import { SourceLookup } from './source-lookup.js';
import { SourceSummaries } from './source-summary.js';
import { SourceViews } from './views/source-views.js';

const IMPORTS = [AccountsModule, PeopleModule, PersonalAccessModule, SchoolsModule, SourceRecordsModule];
const EXPORTS = [ExportPages, ExportRights, ExportsRepository];

/** The list that staff live in: search, pasted columns, numbers, views, exports. */
@Module({
  imports: IMPORTS,
  controllers: [TeacherSourcesController, TeacherSourceViewsController, TeacherSourceExportsController],
  providers: [...EXPORTS, PastedLists, SourceExports, SourceList, SourceLookup, SourceSummaries, SourceViews],
})
export class SourceListModule {}

/** What runs behind the queues. */
@Module({ imports: IMPORTS, providers: [...EXPORTS, MakeExportHandler, PurgeListsSweep] })
export class SourceListWorkerModule {}
