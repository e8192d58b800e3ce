export { ACCOUNT_STATES, type AccountState, stateOf } from './accounts/account-state.js';
export { CurrentRights } from './accounts/current-rights.js';
export { SealedFileView } from './http/student-accounts.dto.js';
export { PeopleModule, PeopleWorkerModule } from './people.module.js';
export { PersonalAccessModule } from './privacy/personal-access.module.js';
export { PersonalAccesses, type PersonalAccess } from './privacy/personal-accesses.js';
export { PERSONAL_FIELD_LABELS, type PersonalField } from './privacy/personal-fields.js';
export { SealedFiles } from './sealed-files/sealed-files.js';
export { SealedParts } from './sealed-files/sealed-parts.js';
