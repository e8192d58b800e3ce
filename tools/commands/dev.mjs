// npm run dev: a running local installation that follows the sources. API and worker restart when they are rebuilt,
// the portals come from Vite with hot replacement.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';
import { ensureBuilt, SPAS } from '../lib/build.mjs';
import { root } from '../lib/install.mjs';
import { startStack } from '../lib/local-stack.mjs';

const port = Number(process.env.PORT ?? 8080);
const dataDir = path.resolve(process.env.DATA_DIR ?? path.join(root, '.data'));
const children = [];

function run(command, args, cwd) {
  const child = spawn(command, args, {
    cwd: path.join(root, cwd),
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, API_URL: `http://localhost:${port}` },
  });
  children.push(child);
  return child;
}

/** Restarts both processes shortly after the last file of a build was written. */
function restartOnBuild(stack) {
  let timer;
  for (const dir of ['apps/api/dist', 'libs/shared/dist']) {
    watch(path.join(root, dir), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        console.log('服务端已重新构建，正在重启…');
        for (const child of [stack.api, stack.worker]) child.restart();
      }, 400);
    });
  }
}

ensureBuilt((line) => console.log(line));
const stack = await startStack({ dataDir, port, say: (line) => console.log(line) });
restartOnBuild(stack);
const swc = [
  'src',
  '-d',
  'dist',
  '--strip-leading-paths',
  '--config-file',
  '../../.swcrc',
  '--ignore',
  '**/*.spec.ts',
  '--copy-files',
  '--watch',
  '--quiet',
];
run('swc', swc, 'libs/shared');
run('swc', swc, 'apps/api');
SPAS.forEach((app, i) => run('vite', ['--port', String(5173 + i), '--strictPort'], `apps/${app}`));
console.log(`\nAPI ${stack.url} · ${SPAS.map((app, i) => `${app} http://localhost:${5173 + i}`).join(' · ')}`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    for (const child of children) child.kill();
    await stack.stop();
    process.exit(0);
  });
}
