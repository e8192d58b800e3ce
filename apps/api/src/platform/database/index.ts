export * from './database.module.js';
export * from './db.js';
export * from './migrate.js';
export * from './tx.js';
export { connect } from './data-source.js';
