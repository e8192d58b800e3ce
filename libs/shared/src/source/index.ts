export * from './check.js';
export * from './fields.js';
export * from './flow.js';
export * from './reasons.js';
export * from './states.js';
