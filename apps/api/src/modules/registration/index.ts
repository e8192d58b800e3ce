export { slaDueAt } from './kit/sla.js';
export { RegistrationModule } from './registration.module.js';
