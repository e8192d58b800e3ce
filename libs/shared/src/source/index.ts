export * from './check.js';
export * from './columns.js';
export * from './fields.js';
export * from './flow.js';
export * from './paste.js';
export * from './reasons.js';
export * from './states.js';
export * from './text.js';
