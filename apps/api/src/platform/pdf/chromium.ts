import { execFile } from 'node:child_process';
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

export interface ChromiumFiles {
  executablePath: string;
  /** What the browser needs in its environment: shared libraries and fonts that came with it. */
  env: Record<string, string>;
}

export interface ChromiumSource {
  /** A browser that the operator names; nothing is unpacked then. */
  chromiumPath?: string | undefined;
  dataDir: string;
}

/** The browser cannot be used here; the message says what to do. */
export class ChromiumError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ChromiumError';
  }
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

export async function locateChromium({ chromiumPath, dataDir }: ChromiumSource): Promise<ChromiumFiles> {
  const home = path.join(dataDir, 'chromium');
  await mkdir(home, { recursive: true });
  if (chromiumPath) {
    if (!(await exists(chromiumPath))) throw new ChromiumError(`CHROMIUM_PATH=${chromiumPath}：没有这个文件。`);
    return filesIn(path.dirname(chromiumPath), chromiumPath, home);
  }
  const folder = await unpackOnce(home);
  return filesIn(folder, path.join(folder, 'chromium'), home);
}

/** A browser from the registry package has its shared libraries beside it, one of the system's needs none. */
async function filesIn(folder: string, executablePath: string, home: string): Promise<ChromiumFiles> {
  const libraries = path.join(folder, 'al2023', 'lib');
  const own = await exists(libraries);
  return {
    executablePath,
    env: {
      ...(await fontEnvironment(home, own ? [path.join(folder, 'fonts', 'fonts')] : [])),
      ...(own ? { LD_LIBRARY_PATH: libraries } : {}),
    },
  };
}

/**
 * Unpacks the registry package's browser into a folder named by its version. The package itself unpacks into the
 * shared temporary folder and takes whatever it finds there, so it runs in a process of its own with a temporary
 * folder of ours; the folder gets its final name only when it is complete.
 */
async function unpackOnce(home: string): Promise<string> {
  const require = createRequire(import.meta.url);
  let packageRoot: string;
  try {
    packageRoot = path.resolve(path.dirname(require.resolve('@sparticuz/chromium')), '../..');
  } catch (cause) {
    throw new ChromiumError(
      '没有找到自带的浏览器（@sparticuz/chromium）。请重新安装依赖，或用 CHROMIUM_PATH 指定一个 Chromium。',
      { cause },
    );
  }
  const { version } = JSON.parse(await readFile(path.join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  const folder = path.join(home, version);
  if (await exists(path.join(folder, 'chromium'))) return folder;
  const partial = path.join(home, `partial-${process.pid}-${Date.now()}`);
  await mkdir(partial, { recursive: true });
  try {
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', UNPACK], {
      cwd: packageRoot,
      // with this runtime's name the package also unpacks the shared libraries that a bare machine lacks
      env: { TMPDIR: partial, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
    });
    await rename(partial, folder).catch(async (cause: unknown) => {
      // another process was faster; its copy is as good
      if (!(await exists(path.join(folder, 'chromium')))) throw cause;
    });
  } catch (cause) {
    throw new ChromiumError(`自带的浏览器没有解压成功（${folder}）。请检查磁盘空间和写权限。`, { cause });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  await removeOthers(home, version);
  return folder;
}

const UNPACK = `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`;

async function removeOthers(home: string, version: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (/^\d+\.\d+\.\d+$/.test(name) && name !== version)
      await rm(path.join(home, name), { recursive: true, force: true });
  }
}

/** Fonts of the page are in the page; these are only for characters that no bundled font has. */
async function fontEnvironment(home: string, own: string[]): Promise<Record<string, string>> {
  const folders = [...own, '/usr/share/fonts', '/usr/local/share/fonts'];
  const file = path.join(home, 'fonts.conf');
  const config = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders
    .map((folder) => `<dir>${folder}</dir>`)
    .join('')}<cachedir>${path.join(home, 'font-cache')}</cachedir></fontconfig>`;
  await writeFile(file, config);
  return { FONTCONFIG_FILE: file };
}
