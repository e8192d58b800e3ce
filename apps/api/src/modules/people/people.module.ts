import { Module } from '@nestjs/common';
import { PdfModule } from '../../platform/pdf/index.js';
import { AccountsModule } from '../accounts/index.js';
import { MessagingModule } from '../messaging/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { SchoolsModule } from '../schools/index.js';
import { CurrentRights } from './accounts/current-rights.js';
import { InitialPasswords } from './accounts/initial-passwords.js';
import { Profiles } from './accounts/profiles.js';
import { SpellingSweep } from './accounts/spelling.sweep.js';
import { PlatformOperatorsController, PlatformSchoolAdminsController } from './http/platform-people.controller.js';
import { PlatformRecordsController, TeacherRecordsController } from './http/records.controller.js';
import { TeacherRightsController } from './http/rights.controller.js';
import { TeacherStaffController } from './http/staff.controller.js';
import { TeacherStaffImportsController } from './http/staff-imports.controller.js';
import { TeacherStudentAccountsController, TeacherStudentActsController } from './http/student-accounts.controller.js';
import { ImportQueries } from './imports/import-queries.js';
import { ImportsRepository } from './imports/imports.repository.js';
import { ApplyStaffImportHandler } from './imports/jobs/apply-staff-import.handler.js';
import { CheckStaffImportHandler } from './imports/jobs/check-staff-import.handler.js';
import { StaffImports } from './imports/staff-imports.js';
import { StaffWriter } from './imports/staff-writer.js';
import { FirstOperator } from './platform/first-operator.js';
import { Operators } from './platform/operators.js';
import { SchoolAdmins } from './platform/school-admins.js';
import { PersonalAccessModule } from './privacy/personal-access.module.js';
import { RecordQueries } from './records/record-queries.js';
import { RightsQueries } from './rights/rights-queries.js';
import { PurgeSecretsSweep } from './sealed-files/purge-secrets.sweep.js';
import { SealedFiles } from './sealed-files/sealed-files.js';
import { SealedParts } from './sealed-files/sealed-parts.js';
import { Grants } from './staff/grants.js';
import { StaffCommands } from './staff/staff-commands.js';
import { StaffDesk } from './staff/staff-desk.js';
import { StaffQueries } from './staff/staff-queries.js';
import { AccountNotices } from './students/account-notices.js';
import { ActQueries } from './students/act-queries.js';
import { ActRunner } from './students/act-runner.js';
import { ActsRepository } from './students/acts.repository.js';
import { StudentActHandler } from './students/jobs/student-act.handler.js';
import { SlipPress } from './students/slips/slip-press.js';
import { StudentCommands } from './students/student-commands.js';
import { StudentQueries } from './students/student-queries.js';

@Module({
  imports: [AccountsModule, MessagingModule, NotificationsModule, SchoolsModule, PersonalAccessModule],
  controllers: [
    TeacherStaffController,
    TeacherStaffImportsController,
    TeacherStudentAccountsController,
    TeacherStudentActsController,
    TeacherRightsController,
    TeacherRecordsController,
    PlatformSchoolAdminsController,
    PlatformOperatorsController,
    PlatformRecordsController,
  ],
  providers: [
    AccountNotices,
    ActQueries,
    ActRunner,
    ActsRepository,
    FirstOperator,
    CurrentRights,
    Grants,
    ImportQueries,
    ImportsRepository,
    InitialPasswords,
    Operators,
    Profiles,
    RecordQueries,
    RightsQueries,
    SchoolAdmins,
    SealedFiles,
    SealedParts,
    StaffCommands,
    StaffDesk,
    StaffImports,
    StaffQueries,
    StaffWriter,
    StudentCommands,
    StudentQueries,
  ],
  exports: [ActRunner, ActsRepository, CurrentRights, ImportsRepository, SealedFiles, SealedParts, StaffWriter],
})
export class PeopleModule {}

/** What runs behind the queues: acts on many, their slips, and the end of every secret. */
@Module({
  imports: [PeopleModule, PdfModule],
  providers: [
    SlipPress,
    StudentActHandler,
    CheckStaffImportHandler,
    ApplyStaffImportHandler,
    PurgeSecretsSweep,
    SpellingSweep,
  ],
})
export class PeopleWorkerModule {}
