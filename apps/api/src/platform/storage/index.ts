export { Storage, StorageError, sha256Of, type StoredFile } from './storage.js';
