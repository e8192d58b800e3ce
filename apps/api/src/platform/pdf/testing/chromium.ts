import { fileURLToPath } from 'node:url';

/** Unpacked once for all test files and runs, beside the packages that it comes from. */
export const TEST_BROWSER_HOME = fileURLToPath(
  new URL('../../../../../../node_modules/.cache/qiancheng-test-browser', import.meta.url),
);
