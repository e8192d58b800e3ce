export { calendarOf } from './parameters/calendars.js';
export { SchoolPolicies, type PolicyInForce } from './parameters/policies.js';
export { SchoolQueries, type ScheduleEntry } from './school-queries.js';
export { SchoolsModule } from './schools.module.js';
