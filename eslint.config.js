import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import vue from 'eslint-plugin-vue';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Which kind of project may import which. */
const boundaries = [
  {
    sourceTag: 'type:shared',
    onlyDependOnLibsWithTags: [],
    bannedExternalImports: ['@nestjs/*', 'typeorm', 'vue', 'pg'],
  },
  { sourceTag: 'type:api-client', onlyDependOnLibsWithTags: [] },
  {
    sourceTag: 'type:api',
    onlyDependOnLibsWithTags: ['type:shared'],
    bannedExternalImports: ['vue', 'element-plus', 'pinia'],
  },
  { sourceTag: 'type:web-ui', onlyDependOnLibsWithTags: ['type:shared'] },
  {
    sourceTag: 'type:web-core',
    onlyDependOnLibsWithTags: ['type:shared', 'type:api-client', 'type:web-core', 'type:web-ui'],
  },
  {
    sourceTag: 'type:spa',
    onlyDependOnLibsWithTags: ['type:shared', 'type:api-client', 'type:web-core', 'type:web-ui'],
    bannedExternalImports: ['@nestjs/*', 'typeorm', 'pg'],
  },
  { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:shared'] },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.data/**', 'libs/api-client/src/**'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    files: ['**/*.{ts,vue,js,mjs}'],
    plugins: { '@nx': nx },
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-empty-object-type': 'off',
      'no-console': 'off',
      eqeqeq: ['error', 'always'],
      'vue/no-v-html': 'error',
      // a composable's refs are handed down as one prop
      'vue/no-mutating-props': ['error', { shallowOnly: true }],
      // layout is the formatter's
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      'vue/require-default-prop': 'off',
      'vue/multi-word-component-names': 'off',
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: globals.node },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['tools/**/*.mjs', 'bench/**/*.mjs'],
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['{apps,libs}/**/*.{ts,vue}'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          depConstraints: boundaries, // build configuration shared by the portals lies beside them, in no project
          allow: ['../../tools/**', '../../../tools/**', '../../../../tools/**'],
          enforceBuildableLibDependency: false,
          checkDynamicDependenciesExceptions: ['.*'],
        },
      ],
    },
  },
  {
    files: ['apps/api/src/**/*.ts'],
    ignores: ['apps/api/src/platform/database/**', '**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: '@nestjs/typeorm', message: 'Use Db: an injected repository runs outside the transaction.' },
            {
              name: 'typeorm',
              importNames: ['DataSource', 'Repository'],
              message: 'Use Db: it carries transaction and school.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['apps/api/src/**/*.ts', 'libs/**/*.ts'],
    ignores: ['apps/api/src/{main,worker,cli}.ts', 'apps/api/src/platform/testing/**', '**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Settings come from AppConfig.',
        },
      ],
    },
  },
);
