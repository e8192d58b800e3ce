export { openStorage } from './open-storage.js';
export { sha256Of, Storage, StorageError, type StoredFile } from './storage.js';
export { StorageCheck, type StorageReport } from './storage-check.js';
export { StorageModule, StorageWorkerModule } from './storage.module.js';
