import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { CertificationDesk } from './certification/certification-desk.js';
import { Certifications } from './certification/certifications.repository.js';
import { EmployerCertificationsController } from './certification/http/certifications.controller.js';
import { JoinRequests } from './certification/join-requests.js';
import { OwnCertificationViews } from './certification/own-certification-views.js';
import { Papers } from './certification/papers.js';
import { StatusQuery } from './certification/status-query.js';
import { CompanyChanges } from './company/company-change.js';
import { CompanyLogos } from './company/company-logo.js';
import { CompanyProfiles } from './company/company-profile.js';
import { CompanyViews } from './company/company-views.js';
import { CompanyController } from './company/http/company.controller.js';
import { RegistrationKitModule } from './kit/kit.module.js';
import { SettlingController } from './settling/http/settling.controller.js';
import { OwnSettlementViews } from './settling/own-settlement-views.js';
import { Settling } from './settling/settling.service.js';
import { ApplicantDesk } from './wizard/applicant-desk.js';
import { DraftCookie } from './wizard/draft-cookie.js';
import { DraftViews } from './wizard/draft-views.js';
import { Drafts } from './wizard/drafts.repository.js';
import { ApplicantRegistrationController } from './wizard/http/applicant.controller.js';
import { VisitorRegistrationController } from './wizard/http/visitor.controller.js';
import { OpenSchools } from './wizard/open-schools.js';
import { RegistrationBudget } from './wizard/registration-budget.js';
import { Submission } from './wizard/submission.js';
import { UnitClaim } from './wizard/unit-claim.js';
import { UnitLookUp } from './wizard/unit-look-up.js';
import { VisitorDesk } from './wizard/visitor-desk.js';

const WIZARD = [
  ApplicantDesk,
  DraftCookie,
  DraftViews,
  Drafts,
  OpenSchools,
  RegistrationBudget,
  Submission,
  UnitClaim,
  UnitLookUp,
  VisitorDesk,
];
const CERTIFICATION = [CertificationDesk, Certifications, JoinRequests, OwnCertificationViews, Papers, StatusQuery];
const COMPANY = [CompanyChanges, CompanyLogos, CompanyProfiles, CompanyViews];

/** The unit's side: the wizard, the applications and where they stand, the profile. */
@Module({
  imports: [AccountsModule, NotificationsModule, RegistrationKitModule],
  controllers: [
    VisitorRegistrationController,
    ApplicantRegistrationController,
    EmployerCertificationsController,
    CompanyController,
    SettlingController,
  ],
  providers: [...WIZARD, ...CERTIFICATION, ...COMPANY, OwnSettlementViews, Settling],
})
export class ApplicantsModule {}
