import { AsyncLocalStorage } from 'node:async_hooks';

export interface LogFields {
  requestId?: string;
  jobRunId?: string;
  job?: string;
}

const storage = new AsyncLocalStorage<LogFields>();

/** Every log line written below carries these fields. */
export function withLogContext<T>(fields: LogFields, work: () => T): T {
  return storage.run({ ...storage.getStore(), ...fields }, work);
}

export function logContext(): LogFields {
  return storage.getStore() ?? {};
}
