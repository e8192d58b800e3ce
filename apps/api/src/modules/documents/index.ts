export { DocumentsModule, DocumentsWorkerModule } from './documents.module.js';
export {
  PrintSource,
  PrintSources,
  type PrintContent,
  type PrintFacts,
  type PrintMark,
  type PrintRequest,
  type VerifyFacts,
} from './print-source.js';
export { PrintsService } from './prints.service.js';
export { PRINT_VARIANTS } from './http/prints.dto.js';
