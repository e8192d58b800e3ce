export { AuditModule, AuditWorkerModule } from './audit.module.js';
export { AuditService, auditContent, type AuditEntry } from './audit.service.js';
export { canonicalJson } from './canonical.js';
export { auditTime, buildChain, type AuditContent, type AuditLink } from './chain.js';
export { type BrokenLink } from './check-chain.js';
export { type AuditReport, verifyAudit } from './verify-audit.js';
