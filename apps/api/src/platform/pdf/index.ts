export * from './browser.js';
export * from './chromium.js';
export * from './fonts/font-book.js';
export * from './html.js';
export * from './qr.js';
