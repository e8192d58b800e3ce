export { AccountsModule, AccountsWorkerModule } from './accounts.module.js';
export { PasswordCheck } from './password-check.js';
export { PasswordHasher } from './password-hasher.js';
