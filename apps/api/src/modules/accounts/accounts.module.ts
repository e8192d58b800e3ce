import { Module } from '@nestjs/common';
import { SessionAccessModule } from '../../platform/access/index.js';
import { AccountsRepository } from './accounts.repository.js';
import {
  EmployerSessionController,
  PlatformSessionController,
  StudentSessionController,
  TeacherSessionController,
} from './http/session.controller.js';
import { SessionCookies } from './http/session-cookies.js';
import { LoginAttempts } from './login-attempts.js';
import { LoginBudget } from './login-budget.js';
import { LoginService } from './login.service.js';
import { OldSessionsSweep } from './old-sessions.sweep.js';
import { PasswordCheck } from './password-check.js';
import { PasswordHasher } from './password-hasher.js';
import { RefreshTokens } from './refresh-tokens.js';
import { SessionDesk } from './session-desk.js';
import { SessionViews } from './session-views.js';
import { Sessions } from './sessions.service.js';

@Module({
  imports: [SessionAccessModule],
  controllers: [
    TeacherSessionController,
    StudentSessionController,
    EmployerSessionController,
    PlatformSessionController,
  ],
  providers: [
    AccountsRepository,
    LoginAttempts,
    LoginBudget,
    LoginService,
    PasswordCheck,
    PasswordHasher,
    RefreshTokens,
    SessionCookies,
    SessionDesk,
    SessionViews,
    Sessions,
  ],
  exports: [PasswordCheck, PasswordHasher],
})
export class AccountsModule {}

/** For the worker: no controllers. */
@Module({ providers: [OldSessionsSweep] })
export class AccountsWorkerModule {}
