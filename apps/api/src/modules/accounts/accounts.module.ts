import { Module } from '@nestjs/common';
import { SessionAccessModule } from '../../platform/access/index.js';
import { MessagingModule } from '../messaging/index.js';
import { AccountsRepository } from './accounts.repository.js';
import { AccountContacts } from './credentials/account-contacts.js';
import { AccountWriter } from './credentials/account-writer.js';
import { Captcha } from './credentials/captcha.js';
import { CodeBudget } from './credentials/code-budget.js';
import { InitialCredentials } from './credentials/initial-credentials.js';
import { CaptchaController } from './http/captcha.controller.js';
import {
  EmployerSessionController,
  PlatformSessionController,
  StudentSessionController,
  TeacherSessionController,
} from './http/session.controller.js';
import { SessionCookies } from './http/session-cookies.js';
import { LoginAttempts } from './login/login-attempts.js';
import { LoginBudget } from './login/login-budget.js';
import { LoginService } from './login/login.service.js';
import { OldSessionsSweep } from './sessions/old-sessions.sweep.js';
import { PasswordCheck } from './credentials/password-check.js';
import { PasswordHasher } from './credentials/password-hasher.js';
import { Passwords } from './credentials/passwords.js';
import { SecurityRules } from './credentials/security-rules.js';
import { VerificationCodes } from './credentials/verification-codes.js';
import { RefreshTokens } from './sessions/refresh-tokens.js';
import { SessionDesk } from './sessions/session-desk.js';
import { SessionViews } from './sessions/session-views.js';
import { Sessions } from './sessions/sessions.service.js';

@Module({
  imports: [SessionAccessModule, MessagingModule],
  controllers: [
    TeacherSessionController,
    StudentSessionController,
    EmployerSessionController,
    PlatformSessionController,
    CaptchaController,
  ],
  providers: [
    AccountContacts,
    AccountWriter,
    AccountsRepository,
    Captcha,
    CodeBudget,
    InitialCredentials,
    LoginAttempts,
    LoginBudget,
    LoginService,
    PasswordCheck,
    PasswordHasher,
    Passwords,
    RefreshTokens,
    SecurityRules,
    SessionCookies,
    SessionDesk,
    SessionViews,
    Sessions,
    VerificationCodes,
  ],
  exports: [AccountWriter, Captcha, PasswordCheck, PasswordHasher, Passwords, SessionDesk, VerificationCodes],
})
export class AccountsModule {}

/** For the worker: no controllers. */
@Module({ providers: [OldSessionsSweep] })
export class AccountsWorkerModule {}
