import vue from '@vitejs/plugin-vue';
import elementPlus from 'unplugin-element-plus/vite';
import type { UserConfig } from 'vite';
import { libraryAliases, repositoryRoot } from './aliases.js';
import { budgetPlugin, type Budget } from './budget.js';
import { pdfAssets } from './pdf-assets.js';

export interface SpaOptions {
  /** where the application is served, for example `/employer/` */
  base: string;
  /** folder of the application, usually `import.meta.dirname` */
  root: string;
  /** port of `vite` while developing; the API is expected on 8080 */
  port?: number;
  budget?: Budget;
  /** set when the application imports from `element-plus`: adds the styles of the components that are named */
  element?: boolean;
  /** set when the application shows PDFs */
  pdf?: boolean;
}

/** One Vite configuration for all single-page applications, so that they differ in their pages only. */
export function defineSpa({ base, root, port = 5173, budget, element = false, pdf = false }: SpaOptions): UserConfig {
  return {
    root,
    base,
    plugins: [
      vue(),
      ...(element ? [elementPlus({})] : []),
      ...(budget ? [budgetPlugin(budget)] : []),
      ...(pdf ? [pdfAssets(base)] : []),
    ],
    resolve: { alias: libraryAliases, dedupe: ['vue', 'vue-router', 'pinia'] },
    define: {
      __VUE_OPTIONS_API__: JSON.stringify(element),
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      target: 'es2022',
      // The content security policy allows no data: pictures and no inline script.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: {
        // Our libraries do nothing on import: what a page does not use leaves its bundle, component styles included.
        treeshake: {
          moduleSideEffects: [
            { test: /\.css$|[?&]type=style/, sideEffects: true },
            { test: /[\\/]libs[\\/](shared|web-core|web-ui|api-client)[\\/]/, sideEffects: false },
          ],
        },
        output: {
          // What changes rarely stays cached when a page changes. Everything else splits by route on its own.
          codeSplitting: {
            groups: [{ name: 'vue', test: /node_modules\/(@vue|vue|vue-router|pinia|@vue-devtools|@vue\/devtools)/ }],
          },
        },
      },
    },
    server: {
      port,
      fs: { allow: [repositoryRoot] },
      proxy: { '/api': { target: process.env.API_URL ?? 'http://localhost:8080', changeOrigin: false } },
    },
  };
}
