export * from './browser.js';
export * from './chromium.js';
export { codePointsOf, DRAWN_FAMILY, FontBook, type FontSheet } from './fonts/font-book.js';
export * from './markup.js';
export { mergePdf, type PdfPart } from './merge.js';
export { PdfModule } from './pdf.module.js';
export { PdfService, type PdfSource } from './pdf.service.js';
