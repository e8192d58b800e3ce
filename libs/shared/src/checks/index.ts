export * from './rule.js';
export * from './run.js';
export * from './student-rules.js';
