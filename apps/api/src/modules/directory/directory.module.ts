import { Module } from '@nestjs/common';
import { RegistrationKitModule } from '../registration/index.js';
import { EmployerDirectoryController } from './http/employer-directory.controller.js';
import { PlatformDirectoryController } from './http/platform-directory.controller.js';
import { PlatformMergesController } from './http/platform-merges.controller.js';
import { PlatformUnitsController } from './http/platform-units.controller.js';
import { StudentDirectoryController } from './http/student-directory.controller.js';
import { TeacherDirectoryController } from './http/teacher-directory.controller.js';
import { WorkspacesController } from './http/workspaces.controller.js';
import { DirectoryKeeper } from './jobs/directory-keeper.sweep.js';
import { Duplicates } from './keep/duplicates.js';
import { MergeLog } from './keep/merge-log.js';
import { Merging } from './keep/merging.js';
import { UnitList } from './keep/unit-list.js';
import { UnitNames } from './keep/unit-names.js';
import { UnitRecord } from './keep/unit-record.js';
import { UnitStanding } from './keep/unit-standing.js';
import { Unmerging } from './keep/unmerging.js';
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
    WorkspacesController,
  ],
  providers: [
    DirectorySearch,
    Duplicates,
    MergeLog,
    Merging,
    UnitList,
    UnitNames,
    UnitRecord,
    UnitStanding,
    Unmerging,
    Workspaces,
  ],
})
export class DirectoryModule {}

/** For the worker: spelling, duplicates. */
@Module({ providers: [DirectoryKeeper] })
export class DirectoryWorkerModule {}
