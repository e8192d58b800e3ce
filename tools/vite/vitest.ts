import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import type { ViteUserConfig } from 'vitest/config';
import { libraryAliases } from './aliases.js';

/** Tests of components and composables run through the same transform as the build. */
export function defineWebTests(root: string): ViteUserConfig {
  return {
    root,
    plugins: [vue()],
    resolve: { alias: libraryAliases },
    test: {
      environment: 'jsdom',
      // one jsdom a worker instead of one a file, files still apart: a fifth of the time
      pool: 'vmThreads',
      include: ['src/**/*.spec.ts'],
      setupFiles: [fileURLToPath(new URL('./vitest.setup.ts', import.meta.url))],
      restoreMocks: true,
      css: false,
    },
  };
}
