import { defineConfig } from 'vite';
import { defineSpa } from '../../tools/vite/base.js';

export default defineConfig(
  defineSpa({
    base: '/teacher/',
    root: import.meta.dirname,
    port: 5175,
    budget: { firstLoad: 220, chunk: 200 },
    pdf: true,
  }),
);
