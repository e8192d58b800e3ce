import { Module } from '@nestjs/common';
import { SchoolsModule } from '../../schools.module.js';
import { OrgApply } from './org-apply.js';
import { TeacherOrgImportsController } from './org-import.controller.js';
import { ApplyOrgImportHandler, CheckOrgImportHandler, OrgSheets } from './org-import.handlers.js';
import { OrgImportStore } from './org-import-store.js';
import { OrgImports } from './org-imports.js';

@Module({
  imports: [SchoolsModule],
  controllers: [TeacherOrgImportsController],
  providers: [OrgImports, OrgImportStore],
})
export class OrgImportModule {}

/** For the worker: no controllers. */
@Module({
  imports: [SchoolsModule],
  providers: [OrgImportStore, OrgSheets, OrgApply, CheckOrgImportHandler, ApplyOrgImportHandler],
})
export class OrgImportWorkerModule {}
