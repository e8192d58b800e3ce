export { AgreementsModule } from './agreements.module.js';
export { CaseDetail } from './http/dto/case-detail.dto.js';
