export * from './browser.js';
export * from './chromium.js';
export * from './fonts/font-book.js';
export * from './html.js';
export * from './qr.js';
export { mergePdf, type PdfPart } from './merge.js';
export { PdfModule } from './pdf.module.js';
export { PdfService, type PdfSource } from './pdf.service.js';
