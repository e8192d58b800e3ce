export { Allow, Public, type AccessRule, type AllowOptions } from './allow.js';
export { holdsFor, rolesCovering, type UnitRow } from './roles.js';
export { scopeWhere, type ScopeColumns } from './scope-where.js';
