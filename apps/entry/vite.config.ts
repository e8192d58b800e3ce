import { defineSpa } from '../../tools/vite/base.js';

export default defineSpa({ base: '/', root: import.meta.dirname, port: 5170, budget: { firstLoad: 60 } });
