import { Module, type OnModuleInit } from '@nestjs/common';
import { checkTable, type EffectType } from '@qiancheng/shared';
import { DocumentsModule } from '../documents/index.js';
import { DirectoryModule } from '../directory/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { PersonalAccessModule } from '../people/index.js';
import { RegistrationKitModule } from '../registration/index.js';
import { SchoolsModule } from '../schools/index.js';
import { AccountsModule } from '../accounts/index.js';
import { AgreementRepository } from './agreement.repository.js';
import { EFFECTS } from './commands/effects.js';
import { CaseWriter } from './commands/case-writer.js';
import { AgreementCommands } from './commands/commands.service.js';
import { CreateDraft } from './commands/create-draft.js';
import { OtherInvites } from './commands/other-invites.js';
import { ProofTickets } from './commands/proof-tickets.js';
import { Reminders } from './commands/reminders.js';
import { Reveal } from './commands/reveal.js';
import { Transitions } from './commands/transition.js';
import { OverdueSweep } from './jobs/overdue.sweep.js';
import { TimerHandler } from './jobs/timer.handler.js';
import { EmployerAgreementsController } from './http/employer-agreements.controller.js';
import { StudentAgreementsController } from './http/student-agreements.controller.js';
import { TeacherAgreementsController } from './http/teacher-agreements.controller.js';
import { AgreementPrintSource } from './print/agreement-print-source.js';
import { CaseQueries } from './queries/case-queries.js';
import { EmployerListQueries } from './queries/employer-list.js';
import { EmployerSummaryQueries } from './queries/employer-summary.js';
import { ReadingQueries } from './queries/reading.js';
import { StudentQueries } from './queries/student-queries.js';
import { StudentSearch } from './queries/student-search.js';
import { TeacherHomeQueries } from './queries/teacher-home.js';
import { TeacherListQueries } from './queries/teacher-list.js';

@Module({
  imports: [
    AccountsModule,
    DocumentsModule,
    SchoolsModule,
    DirectoryModule,
    NotificationsModule,
    PersonalAccessModule,
    RegistrationKitModule,
  ],
  controllers: [TeacherAgreementsController, StudentAgreementsController, EmployerAgreementsController],
  providers: [
    AgreementRepository,
    Transitions,
    CaseWriter,
    OtherInvites,
    CreateDraft,
    ProofTickets,
    Reveal,
    Reminders,
    AgreementPrintSource,
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
  exports: [AgreementRepository, Transitions, Reminders],
})
export class AgreementsModule implements OnModuleInit {
  /** A process with a hole in it does not start: every state reachable, every effect handled. */
  onModuleInit(): void {
    const problems = checkTable(Object.keys(EFFECTS) as EffectType[]);
    if (problems.length > 0) throw new Error(`流程表有误，程序不能启动：\n${problems.join('\n')}`);
  }
}

/** What runs behind the queues: the clocks of the cases, and the sweep behind them. */
@Module({
  imports: [AgreementsModule],
  providers: [TimerHandler, OverdueSweep],
})
export class AgreementsWorkerModule {}
