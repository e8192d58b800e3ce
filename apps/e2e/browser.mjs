// The browser of the run: CHROMIUM_PATH, or the one that came with the dependencies.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

export const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

const UNPACK = `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`;

/**
 * The package unpacks into the temporary folder and takes whatever an older version left there; so it runs in a process of
 * its own, with a temporary folder of ours, and with the runtime's name that makes it unpack shared libraries and fonts too.
 * @returns {Promise<{executablePath: string, env: Record<string, string>}>}
 */
export async function locateBrowser(folder) {
  if (process.env.CHROMIUM_PATH) return { executablePath: process.env.CHROMIUM_PATH, env: {} };
  mkdirSync(folder, { recursive: true });
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', UNPACK], {
    cwd: path.dirname(entry),
    env: { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
  });
  const executablePath = path.join(folder, 'chromium');
  if (!existsSync(executablePath)) throw new Error(`The browser was not unpacked to ${folder}.`);
  const fonts = [path.join(folder, 'fonts', 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  const fontFile = path.join(folder, 'fonts.conf');
  const dirs = fonts.map((dir) => `<dir>${dir}</dir>`).join('');
  writeFileSync(
    fontFile,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs}<cachedir>${path.join(folder, 'font-cache')}</cachedir></fontconfig>`,
  );
  return { executablePath, env: { LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: fontFile } };
}
