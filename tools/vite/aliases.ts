import { fileURLToPath } from 'node:url';

const repository = new URL('../../', import.meta.url);
const at = (path: string): string => fileURLToPath(new URL(path, repository));

/**
 * The workspace libraries are compiled from source by each SPA: one transform, one copy of Vue, and unused parts drop out.
 * Mirrors `paths` in tsconfig.base.json.
 */
export const libraryAliases = [
  { find: /^@qiancheng\/shared$/, replacement: at('libs/shared/src/index.ts') },
  { find: /^@qiancheng\/shared\/regions$/, replacement: at('libs/shared/src/regions/index.ts') },
  { find: /^@qiancheng\/web-core$/, replacement: at('libs/web-core/src/index.ts') },
  { find: /^@qiancheng\/web-ui$/, replacement: at('libs/web-ui/src/index.ts') },
  { find: /^@qiancheng\/web-ui\/(styles|element)\.css$/, replacement: at('libs/web-ui/src/base/styles/$1.css') },
  { find: /^@qiancheng\/api-client\/(\w+)$/, replacement: at('libs/api-client/src/$1/index.ts') },
];

export const repositoryRoot = fileURLToPath(repository);
