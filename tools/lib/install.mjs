// Runs on whatever Node the machine has: installs what is missing, then hands over to the project's own Node.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const bin = path.join(root, 'node_modules/.bin');
const ownNode = path.join(bin, process.platform === 'win32' ? 'node.cmd' : 'node');
const stamp = path.join(root, 'node_modules/.qiancheng-installed');

function lockHash() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`需要 Node.js 20.19 或更新的版本，现在是 ${process.versions.node}。`);
  process.exit(1);
}

/** `npm ci` when node_modules is absent or belongs to another lock file. */
export function ensureInstalled() {
  refuseOldNode();
  const wanted = lockHash();
  if (existsSync(stamp) && existsSync(ownNode) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('正在安装依赖（只在第一次，或依赖有变化时）…');
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: '1', NX_SKIP_NX_CACHE: undefined },
  });
  if (done.status !== 0) {
    console.error('依赖没有装好。请检查网络和 npm 的设置，再运行一次。');
    process.exit(done.status ?? 1);
  }
  writeFileSync(stamp, wanted);
}

/**
 * Runs a script on the Node that package.json pins, passing on signals and its exit code.
 * Ctrl-C reaches both processes; this one only waits, so that nothing is left behind.
 */
export function runOnOwnNode(script, args, extraEnv = {}) {
  const child = spawn(ownNode, [path.join(root, script), ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}`, NX_DAEMON: 'false', ...extraEnv },
  });
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // a terminal sends its signal to the whole group; one sent to us alone has to be passed on
      if (!asked) setTimeout(() => child.exitCode === null && child.kill(signal), 150);
      asked = true;
    });
  }
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
