import { defineConfig } from 'vite';
import { defineSpa } from '../../tools/vite/base.js';

export default defineConfig(
  defineSpa({
    base: '/student/',
    root: import.meta.dirname,
    port: 5174,
    // the reader of PDF files comes when a student opens one
    budget: { firstLoad: 130, chunk: 130, lazyGiants: /open-pdf/ },
  }),
);
