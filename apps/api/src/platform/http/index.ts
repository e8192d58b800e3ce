export { AppError, type AppErrorOptions, type ErrorCode, type FieldError } from './errors.js';
export * from './fields.js';
export { HttpModule } from './http.module.js';
export { Lifecycle } from './lifecycle.js';
export { offsetOf, PageOf, pageOf, PageQuery, type Page } from './page.js';
export { type RateBudget, RateLimiter } from './rate-limiter.js';
export { createValidationPipe } from './validation.js';
