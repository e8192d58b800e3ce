export { logContext, withLogContext, type LogFields } from './log-context.js';
export { createLogger, NestLogger, type Logger } from './logger.js';
export { Metrics } from './metrics.js';
export { ObservabilityModule } from './observability.module.js';
export { redact, redactText } from './redaction.js';
