import shared from './jest.config.js';

/** Faults break their installation: they run on one of their own, without a browser, one after the other. */
const { extensionsToTreatAsEsm, moduleNameMapper, testEnvironment, transform } = shared;

export default {
  testEnvironment,
  extensionsToTreatAsEsm,
  transform,
  moduleNameMapper,
  testMatch: ['<rootDir>/src/faults/**/*.fault.ts'],
  testTimeout: 120_000,
  maxWorkers: 1,
};
