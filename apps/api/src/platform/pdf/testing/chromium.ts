import os from 'node:os';
import path from 'node:path';

/** Unpacked once for all test files, in a folder that only this program uses. */
export const TEST_BROWSER_HOME = path.join(os.tmpdir(), 'qiancheng-test-browser');
