/** Without Jest's sandboxes: NestJS and TypeORM are loaded once a thread instead of once a file. */
export default {
  runner: 'jest-light-runner',
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  setupFilesAfterEnv: ['<rootDir>/../../tools/lib/time-limits.mjs'],
  globalSetup: '<rootDir>/jest.global-setup.mjs',
  globalTeardown: '<rootDir>/jest.global-teardown.mjs',
  maxWorkers: 2,
};
