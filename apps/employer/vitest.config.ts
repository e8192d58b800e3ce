import { defineConfig } from 'vitest/config';
import { defineWebTests } from '../../tools/vite/vitest.js';

export default defineConfig(defineWebTests(import.meta.dirname));
