export * from './base/index.js';
export * from './forms/index.js';
export * from './shell/index.js';
export * from './list/index.js';
export * from './review/index.js';
export * from './signing/index.js';
export * from './agreement/index.js';
