export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { configFile: '../../.swcrc' }] },
  moduleNameMapper: {
    '^@qiancheng/shared$': '<rootDir>/../../libs/shared/src/index.ts',
    '^@qiancheng/shared/regions$': '<rootDir>/../../libs/shared/src/regions/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  globalSetup: '<rootDir>/jest.global-setup.mjs',
  globalTeardown: '<rootDir>/jest.global-teardown.mjs',
  // the machine may be busy with every other check at the same time
  testTimeout: 120_000,
  maxWorkers: 2,
};
