export { IdempotencyModule, IdempotencyWorkerModule } from './idempotency.module.js';
