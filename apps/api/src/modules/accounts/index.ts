export { AccountsModule, AccountsWorkerModule } from './accounts.module.js';
export { AccountContacts } from './credentials/account-contacts.js';
export { AccountWriter, type Initial, type InitialKind, type NewAccount } from './credentials/account-writer.js';
export { Captcha } from './credentials/captcha.js';
export { InitialCredentials } from './credentials/initial-credentials.js';
export { PasswordCheck } from './credentials/password-check.js';
export { PasswordHasher } from './credentials/password-hasher.js';
export type { PasswordOwner, PasswordProblem } from './credentials/password-rules.js';
export { type Holder, StudentAccounts } from './credentials/student-accounts.js';
export { type ChosenPassword, Passwords, type PreparedPassword } from './credentials/passwords.js';
export {
  type CodeAnswer,
  type CodeChannel,
  type CodePurpose,
  type CodeRequest,
  type IssuedCode,
  normalTarget,
  type ProvenTarget,
  VerificationCodes,
} from './credentials/verification-codes.js';
export { LoginLocks } from './login/login-locks.js';
export type { CookieReply } from './http/session-cookies.js';
export { networkOf } from './login/login-budget.js';
export { SessionView } from './http/session.dto.js';
export { ReauthCodes } from './self/reauth-codes.js';
export { BegunWechatView, ownPage } from './wechat/http/wechat.dto.js';
export { WechatActs } from './wechat/wechat-acts.js';
export { SessionDesk } from './sessions/session-desk.js';
