export * from './agreement-no.js';
export * from './contact.js';
export * from './credit-code.js';
export * from './credit-code-steps.js';
export * from './masks.js';
export * from './names.js';
export * from './resident-id.js';
export { compactCode, toHalfWidth, type Checked } from './text.js';
