export { AuditService, auditContent, type AuditEntry } from './audit.service.js';
export { AuditModule, AuditWorkerModule } from './audit.module.js';
export { canonicalJson } from './canonical.js';
export { auditTime, buildChain, type AuditContent, type AuditLink } from './chain.js';
export { type AuditReport, type BrokenLink, verifyAudit } from './verify.js';
