export { AccessModule, SessionAccessModule } from './access.module.js';
export { type AccessClaims, AccessTokens, type CookieRequest } from './access-tokens.js';
export { Allow, type AllowOptions, Public } from './allow.js';
export { bootScan } from './boot-scan.js';
export { grantHolds, holdsFor, isRole, reviewGrants, rolesCovering, unitsOf, type UnitRow } from './roles.js';
export { scopeWhere, type ScopeColumns } from './scope-where.js';
export { type LiveSession, SessionLookup } from './session-lookup.js';
export {
  accessCookie,
  defaultIdleMs,
  isOver,
  isSignedInAudience,
  refreshCookie,
  type SignedInAudience,
} from './session-rules.js';
