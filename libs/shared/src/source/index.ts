export * from './check.js';
export * from './fields.js';
export * from './flow.js';
export * from './form.js';
export * from './reasons.js';
export * from './reports.js';
export * from './states.js';
export * from './text.js';
