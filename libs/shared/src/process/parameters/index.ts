import { NOTIFY_PARAMETERS, OTHER_PARAMETERS, SECURITY_PARAMETERS } from './school.js';
import { SOURCE_PARAMETERS } from './source.js';
import { PRINT_PARAMETERS, TERM_PARAMETERS } from './paper.js';
import {
  FLOW_PARAMETERS,
  INVITE_PARAMETERS,
  REVIEW_PARAMETERS,
  SIGN_PARAMETERS,
  STUDENT_PARAMETERS,
} from './signing.js';
import type { ParameterKey, ParameterSpec } from './types.js';

/**
 * What every parameter of a school is called, what it decides and how it is chosen: the settings page, the process page
 * and the checks read this one table. A parameter without words does not compile.
 */
export const PARAMETERS: { readonly [K in ParameterKey]: ParameterSpec<K> } = {
  ...SOURCE_PARAMETERS,
  ...FLOW_PARAMETERS,
  ...INVITE_PARAMETERS,
  ...STUDENT_PARAMETERS,
  ...REVIEW_PARAMETERS,
  ...SIGN_PARAMETERS,
  ...PRINT_PARAMETERS,
  ...TERM_PARAMETERS,
  ...NOTIFY_PARAMETERS,
  ...SECURITY_PARAMETERS,
  ...OTHER_PARAMETERS,
};

export const PARAMETER_KEYS = Object.keys(PARAMETERS) as ParameterKey[];

export * from './groups.js';
export type * from './types.js';
