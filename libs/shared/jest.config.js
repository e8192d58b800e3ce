/** Without Jest's sandboxes, as the API's tests. */
export default {
  runner: 'jest-light-runner',
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  setupFilesAfterEnv: ['<rootDir>/../../tools/lib/time-limits.mjs'],
  maxWorkers: 2,
};
