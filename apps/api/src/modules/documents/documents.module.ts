import { Module } from '@nestjs/common';
import { PdfModule } from '../../platform/pdf/index.js';
import { BulkPress } from './bulk-press.js';
import { DocumentsRepository } from './documents.repository.js';
import { FilesService } from './files.service.js';
import { EmployerFilesController, StudentFilesController, TeacherFilesController } from './http/files.controller.js';
import {
  EmployerPrintsController,
  StudentPrintsController,
  TeacherPrintsController,
} from './http/prints.controller.js';
import { VerificationController } from './http/verification.controller.js';
import { MissingFileSweep } from './jobs/missing-file.sweep.js';
import { PrintBulkHandler } from './jobs/print-bulk.handler.js';
import { RenderAgreementHandler } from './jobs/render-agreement.handler.js';
import { Press } from './press.js';
import { PrintSources } from './print-source.js';
import { PrintsService } from './prints.service.js';
import { VerificationService } from './verification.service.js';

@Module({
  controllers: [
    TeacherPrintsController,
    StudentPrintsController,
    EmployerPrintsController,
    TeacherFilesController,
    StudentFilesController,
    EmployerFilesController,
    VerificationController,
  ],
  providers: [PrintSources, DocumentsRepository, PrintsService, FilesService, VerificationService],
  exports: [PrintSources, DocumentsRepository, PrintsService],
})
export class DocumentsModule {}

/** The press: browser, handlers, sweep. */
@Module({
  imports: [DocumentsModule, PdfModule],
  providers: [Press, BulkPress, RenderAgreementHandler, PrintBulkHandler, MissingFileSweep],
})
export class DocumentsWorkerModule {}
