// Runs TypeScript sources as they are, decorators included: what Node itself takes off is not enough for NestJS.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';

const root = path.resolve(import.meta.dirname, '../..');
const options = JSON.parse(readFileSync(path.join(root, '.swcrc'), 'utf8'));
const SHARED = {
  '@qiancheng/shared': pathToFileURL(path.join(root, 'libs/shared/src/index.ts')).href,
  '@qiancheng/shared/regions': pathToFileURL(path.join(root, 'libs/shared/src/regions/index.ts')).href,
};

registerHooks({
  resolve(name, context, next) {
    const source = SHARED[name];
    if (source) return { url: source, shortCircuit: true };
    const sibling = name.startsWith('.') && name.endsWith('.js') && context.parentURL?.split('?')[0].endsWith('.ts');
    return next(sibling ? name.replace(/\.js$/, '.ts') : name, context);
  },
  load(url, context, next) {
    const file = url.split('?')[0];
    if (!file.endsWith('.ts') || file.includes('/node_modules/')) return next(url, context);
    const filename = fileURLToPath(file);
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      ...options,
      filename,
      swcrc: false,
      sourceMaps: 'inline',
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
