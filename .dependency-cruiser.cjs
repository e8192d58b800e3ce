/** Boundaries inside apps/api: platform never knows business; a module is entered by its index only; no cycles. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'platform-knows-no-business',
      severity: 'error',
      from: { path: '^apps/api/src/platform', pathNot: '\\.spec\\.ts$|/testing/' },
      to: { path: '^apps/api/src/(modules|seed)' },
    },
    {
      name: 'modules-by-index',
      severity: 'error',
      // the worlds of tests are built from several modules, as the tests themselves are
      from: { path: '^apps/api/src/modules/([^/]+)/', pathNot: '/testing/' },
      to: {
        path: '^apps/api/src/modules/([^/]+)/',
        pathNot: ['^apps/api/src/modules/$1/', '^apps/api/src/modules/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'platform-by-index',
      severity: 'error',
      from: { path: '^apps/api/src/platform/([^/]+)/' },
      to: {
        path: '^apps/api/src/platform/([^/]+)/',
        pathNot: ['^apps/api/src/platform/$1/', '^apps/api/src/platform/[^/]+/(http/)?index\\.ts$'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.spec\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: require('node:path').join(__dirname, 'apps/api/tsconfig.json') },
  },
};
