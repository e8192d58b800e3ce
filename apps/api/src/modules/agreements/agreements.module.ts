import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { SchoolsModule } from '../schools/index.js';
import { AgreementCommands } from './commands/commands.service.js';
import { EmployerAgreementsController } from './http/employer-agreements.controller.js';
import { StudentAgreementsController } from './http/student-agreements.controller.js';
import { TeacherAgreementsController } from './http/teacher-agreements.controller.js';
import { CaseQueries } from './queries/case-queries.js';
import { EmployerListQueries } from './queries/employer-list.js';
import { EmployerSummaryQueries } from './queries/employer-summary.js';
import { ReadingQueries } from './queries/reading.js';
import { StudentQueries } from './queries/student-queries.js';
import { StudentSearch } from './queries/student-search.js';
import { TeacherHomeQueries } from './queries/teacher-home.js';
import { TeacherListQueries } from './queries/teacher-list.js';

@Module({
  imports: [SchoolsModule, DirectoryModule, NotificationsModule],
  controllers: [TeacherAgreementsController, StudentAgreementsController, EmployerAgreementsController],
  providers: [
    AgreementCommands,
    CaseQueries,
    TeacherListQueries,
    TeacherHomeQueries,
    StudentQueries,
    ReadingQueries,
    EmployerListQueries,
    EmployerSummaryQueries,
    StudentSearch,
  ],
})
export class AgreementsModule {}
