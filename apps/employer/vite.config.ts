import { defineSpa } from '../../tools/vite/base.js';

export default defineSpa({
  base: '/employer/',
  root: import.meta.dirname,
  port: 5173,
  budget: { firstLoad: 190 },
  pdf: true,
});
