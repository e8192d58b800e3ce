export { AppError, type AppErrorOptions, type ErrorCode, type FieldError } from './errors.js';
export * from './fields.js';
export { offsetOf, PageOf, pageOf, PageQuery, type Page } from './page.js';
