import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { MessagingModule } from '../messaging/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { ApplicantsModule } from './applicants.module.js';
import { RegistrationKitModule } from './kit/kit.module.js';
import { CompanyChoiceDesk } from './members/company-choice.js';
import { InvitationsController } from './members/http/invitations.controller.js';
import { JoinController } from './members/http/join.controller.js';
import { MembersController } from './members/http/members.controller.js';
import { InvitationBudget } from './members/invitation-budget.js';
import { InvitationRows } from './members/invitation-rows.js';
import { JoinDesk } from './members/join-desk.js';
import { Joining } from './members/joining.js';
import { MemberInvitations } from './members/member-invitations.js';
import { Members } from './members/members.service.js';
import { CertificationDecisions } from './review/certification-decisions.js';
import { CertificationList } from './review/certification-list.js';
import { CertificationViews } from './review/certification-view.js';
import { CertifiedUnits } from './review/certified-units.js';
import { AuditDeadlinesSweep } from './review/deadlines.sweep.js';
import { PlatformCertificationsController } from './review/http/platform-certifications.controller.js';
import { TeacherSettlementsController } from './review/http/teacher-settlements.controller.js';
import { PaperFiles } from './review/paper-files.js';
import { PersonPost } from './review/person-post.js';
import { SettlementDecisions } from './review/settlement-decisions.js';
import { SettlementList } from './review/settlement-list.js';
import { SettlementViews } from './review/settlement-view.js';
import { OldDraftsSweep } from './wizard/old-drafts.sweep.js';

const REVIEW = [
  CertificationDecisions,
  CertificationList,
  CertificationViews,
  CertifiedUnits,
  PaperFiles,
  PersonPost,
  SettlementDecisions,
  SettlementList,
  SettlementViews,
];

const MEMBERS = [CompanyChoiceDesk, InvitationBudget, InvitationRows, JoinDesk, Joining, MemberInvitations, Members];

/** How a unit comes in: registering, certification, settling, members. */
@Module({
  imports: [AccountsModule, ApplicantsModule, MessagingModule, NotificationsModule, RegistrationKitModule],
  controllers: [
    PlatformCertificationsController,
    TeacherSettlementsController,
    InvitationsController,
    JoinController,
    MembersController,
  ],
  providers: [...REVIEW, ...MEMBERS],
})
export class RegistrationModule {}

/** For the worker: reminders of deadlines, and the end of old drafts. */
@Module({ imports: [NotificationsModule], providers: [AuditDeadlinesSweep, OldDraftsSweep] })
export class RegistrationWorkerModule {}
