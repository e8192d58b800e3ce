// The project's bundled Chromium, or the one that CHROMIUM_PATH names.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The package reuses whatever lies in the temporary folder, so it gets a folder of its own. */
function bundled(home) {
  const packageRoot = path.resolve(
    path.dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')),
    '../..',
  );
  const executablePath = path.join(home, 'chromium');
  if (!existsSync(executablePath)) {
    mkdirSync(home, { recursive: true });
    const script = `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`;
    // with this runtime's name the package also unpacks the shared libraries that a bare machine lacks
    const env = { TMPDIR: home, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' };
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: packageRoot, env });
  }
  return { executablePath, env: { ...process.env, LD_LIBRARY_PATH: path.join(home, 'al2023', 'lib') } };
}

export function launch(home) {
  const named = process.env.CHROMIUM_PATH;
  return chromium.launch({ ...(named ? { executablePath: named } : bundled(home)), args: ARGS });
}
