import { SOURCE_KEYS, sourceField, type SourceKey } from './fields.js';

/** Different for everybody; never the same for many. */
const OWN: readonly SourceKey[] = ['email', 'qq', 'originNote', 'emergencyRelation'];

/** Fields that many students can have in common, and so be given at once (F-060). */
export const BULK_SOURCE_KEYS: readonly SourceKey[] = SOURCE_KEYS.filter((key) => {
  const field = sourceField(key);
  return field.personal !== true && field.registry !== 'always' && !OWN.includes(key);
});
