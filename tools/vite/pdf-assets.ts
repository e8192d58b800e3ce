import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { repositoryRoot } from './aliases.js';

/** Where the pages find them, below the application's base: `libs/web-ui/src/review/pdf/open-pdf.ts`. */
const FOLDER = 'assets/pdf';
const PACKAGE = path.join(repositoryRoot, 'node_modules/pdfjs-dist');
/** Chinese papers name their characters by tables of Adobe's and leave common fonts out; scans may be JPEG 2000. */
const PARTS: Record<string, RegExp> = {
  cmaps: /\.bcmap$/,
  standard_fonts: /\.(pfb|ttf)$/,
  wasm: /^openjpeg_nowasm_fallback\.js$/,
};
const TYPES: Record<string, string> = { '.js': 'text/javascript' };

/** What pdf.js asks for while it reads certain papers: files of ours, so that nothing comes from elsewhere. */
export function pdfAssets(base: string): Plugin {
  return {
    name: 'qiancheng-pdf-assets',
    configureServer(server) {
      const prefix = `${base}${FOLDER}/`;
      server.middlewares.use((request, response, next) => {
        const [part = '', name = '', ...rest] = (request.url ?? '').slice(prefix.length).split('/');
        if (!request.url?.startsWith(prefix) || rest.length > 0 || !PARTS[part]?.test(name)) return next();
        response.setHeader('content-type', TYPES[path.extname(name)] ?? 'application/octet-stream');
        response.end(readFileSync(path.join(PACKAGE, part, path.basename(name))));
      });
    },
    generateBundle() {
      for (const [part, wanted] of Object.entries(PARTS)) {
        for (const name of readdirSync(path.join(PACKAGE, part))) {
          if (!wanted.test(name)) continue;
          const source = readFileSync(path.join(PACKAGE, part, name));
          this.emitFile({ type: 'asset', fileName: `${FOLDER}/${part}/${name}`, source });
        }
      }
    },
  };
}
