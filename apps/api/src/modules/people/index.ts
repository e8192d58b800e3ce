export { CurrentRights } from './accounts/current-rights.js';
export { PeopleModule, PeopleWorkerModule } from './people.module.js';
export { FirstOperator } from './platform/first-operator.js';
export { PersonalAccessModule } from './privacy/personal-access.module.js';
export { PersonalAccesses, type PersonalAccess } from './privacy/personal-accesses.js';
export type { PersonalField } from './privacy/personal-fields.js';
