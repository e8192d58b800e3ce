import { Module } from '@nestjs/common';
import { SessionAccessModule } from '../../platform/access/index.js';
import { MessagingModule } from '../messaging/index.js';
import { AccountsRepository } from './accounts.repository.js';
import { AccountContacts } from './credentials/account-contacts.js';
import { AccountNotices } from './credentials/account-notices.js';
import { AccountWriter } from './credentials/account-writer.js';
import { Captcha } from './credentials/captcha.js';
import { CodeBudget } from './credentials/code-budget.js';
import { InitialCredentials } from './credentials/initial-credentials.js';
import { PasswordCheck } from './credentials/password-check.js';
import { PasswordHasher } from './credentials/password-hasher.js';
import { Passwords } from './credentials/passwords.js';
import { SecurityRules } from './credentials/security-rules.js';
import { StudentAccounts } from './credentials/student-accounts.js';
import { VerificationCodes } from './credentials/verification-codes.js';
import { CaptchaController } from './http/captcha.controller.js';
import * as forgotten from './http/forgotten-password.controller.js';
import * as steps from './http/login-steps.controller.js';
import { StudentCodesController } from './http/reauth-codes.controller.js';
import * as self from './http/self.controller.js';
import { SessionCookies } from './http/session-cookies.js';
import * as session from './http/session.controller.js';
import { FirstLogin } from './login/first-login.service.js';
import { ForgottenPassword } from './login/forgotten-password.service.js';
import { LoginAttempts } from './login/login-attempts.js';
import { LoginBudget } from './login/login-budget.js';
import { LoginLocks } from './login/login-locks.js';
import { LoginProgress } from './login/login-progress.js';
import { LoginSchools } from './login/login-schools.js';
import { LoginService } from './login/login.service.js';
import { Authenticator } from './second-factor/authenticator.js';
import { RecoveryCodes } from './second-factor/recovery-codes.js';
import { SecondFactor } from './second-factor/second-factor.service.js';
import { OwnAccount } from './self/own-account.js';
import { OwnAuthenticator } from './self/own-authenticator.js';
import { OwnHistory } from './self/own-history.js';
import { OwnSessions } from './self/own-sessions.js';
import { ReauthCodes } from './self/reauth-codes.js';
import { OldSessionsSweep } from './sessions/old-sessions.sweep.js';
import { RefreshTokens } from './sessions/refresh-tokens.js';
import { SessionDesk } from './sessions/session-desk.js';
import { SessionGuesses } from './sessions/session-guesses.js';
import { SessionViews } from './sessions/session-views.js';
import { Sessions } from './sessions/sessions.service.js';
import { FirstBinding } from './wechat/first-binding.js';
import * as ownWechat from './wechat/http/own-wechat.controller.js';
import * as wechatTickets from './wechat/http/wechat-tickets.controller.js';
import { OldWechatTicketsSweep } from './wechat/old-wechat-tickets.sweep.js';
import { OwnWechat } from './wechat/own-wechat.js';
import { TicketSecrets } from './wechat/ticket-secrets.js';
import { WechatActs } from './wechat/wechat-acts.js';
import { WechatBindings } from './wechat/wechat-bindings.js';
import { WechatDoor } from './wechat/wechat-door.js';
import { WechatPhones } from './wechat/wechat-phones.js';
import { WechatScreens } from './wechat/wechat-screens.js';
import { WechatTickets } from './wechat/wechat-tickets.js';

const CREDENTIALS = [
  AccountContacts,
  AccountNotices,
  AccountWriter,
  StudentAccounts,
  AccountsRepository,
  Captcha,
  CodeBudget,
  InitialCredentials,
  PasswordCheck,
  PasswordHasher,
  Passwords,
  SecurityRules,
  VerificationCodes,
];
const LOGIN = [
  FirstLogin,
  ForgottenPassword,
  LoginAttempts,
  LoginBudget,
  LoginLocks,
  LoginProgress,
  LoginSchools,
  LoginService,
];
const SECOND_FACTOR = [Authenticator, RecoveryCodes, SecondFactor];
const SELF = [OwnAccount, OwnAuthenticator, OwnHistory, OwnSessions, ReauthCodes];
const SESSIONS = [RefreshTokens, SessionCookies, SessionDesk, SessionGuesses, SessionViews, Sessions];
const WECHAT = [
  FirstBinding,
  OwnWechat,
  TicketSecrets,
  WechatActs,
  WechatBindings,
  WechatDoor,
  WechatPhones,
  WechatScreens,
  WechatTickets,
];

@Module({
  imports: [SessionAccessModule, MessagingModule],
  controllers: [
    CaptchaController,
    session.TeacherSessionController,
    session.StudentSessionController,
    session.EmployerSessionController,
    session.PlatformSessionController,
    steps.TeacherLoginStepsController,
    steps.StudentLoginStepsController,
    steps.EmployerLoginStepsController,
    steps.PlatformLoginStepsController,
    forgotten.TeacherForgottenController,
    forgotten.StudentForgottenController,
    forgotten.EmployerForgottenController,
    forgotten.PlatformForgottenController,
    self.TeacherSelfController,
    self.StudentSelfController,
    self.EmployerSelfController,
    self.PlatformSelfController,
    StudentCodesController,
    wechatTickets.TeacherWechatTicketsController,
    wechatTickets.StudentWechatTicketsController,
    wechatTickets.EmployerWechatTicketsController,
    ownWechat.TeacherOwnWechatController,
    ownWechat.StudentOwnWechatController,
    ownWechat.EmployerOwnWechatController,
  ],
  providers: [...CREDENTIALS, ...LOGIN, ...SECOND_FACTOR, ...SELF, ...SESSIONS, ...WECHAT],
  exports: [
    AccountContacts,
    AccountWriter,
    StudentAccounts,
    Captcha,
    LoginLocks,
    PasswordCheck,
    PasswordHasher,
    Passwords,
    ReauthCodes,
    SessionDesk,
    VerificationCodes,
    WechatActs,
  ],
})
export class AccountsModule {}

/** For the worker: no controllers. */
@Module({ providers: [OldSessionsSweep, OldWechatTicketsSweep] })
export class AccountsWorkerModule {}
