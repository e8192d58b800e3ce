export { createHttpApp, type HttpApp } from './app.js';
export { AppError, type AppErrorOptions, type ErrorCode, type FieldError } from './errors.js';
export * from './fields.js';
export { withExtension } from './file-name.js';
export { HttpModule } from './http.module.js';
export { openApiDocuments } from './openapi.js';
export { offsetOf, PageOf, pageOf, PageQuery, type Page } from './page.js';
export { probeServer, type Probes } from './probes.js';
export { MemoryRateLimiter, type RateBudget, RateLimiter } from './rate-limiter.js';
export {
  megabytes,
  type Upload,
  UPLOAD_NAME,
  UPLOAD_TYPE,
  UploadedFile,
  UploadRoute,
  type UploadRouteOptions,
} from './raw-upload.js';
export { AnswersFile, PDF, XLSX } from './answers-file.js';
export { sendFile, sendStream, type SentFile, type SentStream } from './send-file.js';
