export { AuditService, auditContent, type AuditEntry } from './audit.service.js';
export { canonicalJson } from './canonical.js';
export { auditTime, buildChain, type AuditContent, type AuditLink } from './chain.js';
