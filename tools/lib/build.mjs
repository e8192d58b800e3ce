// Builds what changed. A stamp over names, sizes and times of the sources makes the usual answer "nothing" cheap.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';

export const SPAS = ['entry', 'teacher', 'student', 'employer'];
const OUTPUTS = [
  'libs/shared/dist/index.js',
  'apps/api/dist/main.js',
  ...SPAS.map((app) => `apps/${app}/dist/index.html`),
];
const SOURCES = [
  'libs',
  'apps',
  'tools/vite',
  'package-lock.json',
  '.swcrc',
  'tsconfig.base.json',
  'tsconfig.web.json',
];
const SKIP = new Set(['node_modules', 'dist', 'coverage', 'e2e']);
const stampFile = path.join(root, '.nx/built');

function fingerprint() {
  const hash = createHash('sha256');
  const visit = (relative) => {
    const full = path.join(root, relative);
    const info = statSync(full);
    if (!info.isDirectory()) return void hash.update(`${relative}:${info.size}:${info.mtimeMs}\n`);
    for (const name of readdirSync(full).sort()) if (!SKIP.has(name)) visit(path.join(relative, name));
  };
  SOURCES.forEach(visit);
  return hash.digest('hex');
}

/** @param {(line: string) => void} say */
export function ensureBuilt(say) {
  const now = fingerprint();
  const built = OUTPUTS.every((file) => existsSync(path.join(root, file)));
  if (built && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === now) return;
  say('正在构建服务端和三个门户…');
  const done = spawnSync('nx', ['run-many', '-t', 'build', '--outputStyle=stream', '--parallel=2'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (done.status !== 0) throw new Error(`构建失败：\n${done.stdout}\n${done.stderr}`);
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, now);
}
