export { slaDueAt } from './kit/sla.js';
export { RegistrationModule, RegistrationWorkerModule } from './registration.module.js';
