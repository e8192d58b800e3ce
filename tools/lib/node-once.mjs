// Runs one script to its end with our environment.
import { spawn } from 'node:child_process';

export function nodeOnce(script, args, env, { onLine, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', script, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let tail = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        tail = (tail + chunk).slice(-4000);
        if (quiet) return;
        if (onLine) String(chunk).split('\n').filter(Boolean).forEach(onLine);
        else process.stdout.write(chunk);
      });
    }
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(tail.trim() || `${script}: exit ${code}`)),
    );
  });
}
