export { AgreementsModule, AgreementsWorkerModule } from './agreements.module.js';
export { contentOf, hashOf } from './domain/content.js';
export { CaseDetail } from './http/dto/case-detail.dto.js';
