export { SchoolPolicies, type PolicyInForce } from './policies.js';
export { EFFECTIVE_AT } from './process-parameters.js';
export { SchoolQueries, type ScheduleEntry } from './school-queries.js';
export { SchoolsModule } from './schools.module.js';
