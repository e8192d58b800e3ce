export { ownSheet, SheetInspector } from './sheet-inspector.js';
export { type AcceptedFile, UploadInspector, type UploadKind, type UploadPolicy } from './upload-inspector.js';
export { type StorableFile, type StoredUpload, type UploadedFileRow, UploadedFiles } from './uploaded-files.js';
export { UploadsModule } from './uploads.module.js';
