import { Module } from '@nestjs/common';
import { RegistrationKitModule } from '../registration/index.js';
import { EmployerDirectoryController } from './http/employer-directory.controller.js';
import { PlatformDirectoryController } from './http/platform-directory.controller.js';
import { PlatformMergesController } from './http/platform-merges.controller.js';
import { PlatformUnitsController } from './http/platform-units.controller.js';
import { StudentDirectoryController } from './http/student-directory.controller.js';
import { TeacherDirectoryController } from './http/teacher-directory.controller.js';
import { TeacherLibraryController } from './http/teacher-library.controller.js';
import { WorkspacesController } from './http/workspaces.controller.js';
import { ApplyUnitImportHandler } from './jobs/apply-unit-import.handler.js';
import { CheckUnitImportHandler } from './jobs/check-unit-import.handler.js';
import { DirectoryKeeper } from './jobs/directory-keeper.sweep.js';
import { Duplicates } from './keep/duplicates.js';
import { MergeLog } from './keep/merge-log.js';
import { Merging } from './keep/merging.js';
import { UnitList } from './keep/unit-list.js';
import { UnitNames } from './keep/unit-names.js';
import { UnitRecord } from './keep/unit-record.js';
import { UnitStanding } from './keep/unit-standing.js';
import { Unmerging } from './keep/unmerging.js';
import { ImportsRepository } from './library/imports.repository.js';
import { LibraryList } from './library/library-list.js';
import { LibraryWriter } from './library/library-writer.js';
import { UnitImports } from './library/unit-imports.js';
import { DirectorySearch } from './search/directory-search.js';
import { Workspaces } from './workspaces.js';

@Module({
  imports: [RegistrationKitModule],
  controllers: [
    EmployerDirectoryController,
    PlatformDirectoryController,
    PlatformMergesController,
    PlatformUnitsController,
    StudentDirectoryController,
    TeacherDirectoryController,
    TeacherLibraryController,
    WorkspacesController,
  ],
  providers: [
    DirectorySearch,
    Duplicates,
    ImportsRepository,
    LibraryList,
    MergeLog,
    Merging,
    UnitImports,
    UnitList,
    UnitNames,
    UnitRecord,
    UnitStanding,
    Unmerging,
    Workspaces,
  ],
})
export class DirectoryModule {}

/** For the worker: spelling, duplicates, imports. */
@Module({
  providers: [ApplyUnitImportHandler, CheckUnitImportHandler, DirectoryKeeper, ImportsRepository, LibraryWriter],
})
export class DirectoryWorkerModule {}
