/** What templates need: pure functions, no browser and no framework behind them. */
export { codePointsOf, type FontFaces } from './fonts/font-book.js';
export * from './html.js';
export * from './qr.js';
