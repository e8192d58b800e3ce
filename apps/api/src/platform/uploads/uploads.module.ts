import { Global, Module } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import { UploadInspector } from './upload-inspector.js';
import { SheetInspector } from './sheet-inspector.js';
import { UploadedFiles } from './uploaded-files.js';
import { ClamavScanner, NoScanner, VirusScanner } from './virus-scanner.js';

const useFactory = (config: AppConfig): VirusScanner =>
  config.clamav ? new ClamavScanner(config.clamav) : new NoScanner();

@Global()
@Module({
  providers: [
    { provide: VirusScanner, inject: [AppConfig], useFactory },
    UploadInspector,
    SheetInspector,
    UploadedFiles,
  ],
  exports: [UploadInspector, SheetInspector, UploadedFiles],
})
export class UploadsModule {}
