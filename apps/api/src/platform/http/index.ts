export { AppError, type AppErrorOptions, type ErrorCode, type FieldError } from './errors.js';
export * from './fields.js';
export { offsetOf, PageOf, pageOf, PageQuery, type Page } from './page.js';
export { createHttpApp, type HttpApp } from './app.js';
export { HttpModule } from './http.module.js';
export { openApiDocuments } from './openapi.js';
export { probeServer, type Probes } from './probes.js';
export { MemoryRateLimiter, RateLimiter, type RateDecision } from './rate-limiter.js';
