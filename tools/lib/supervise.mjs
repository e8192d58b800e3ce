// Child processes of a local run: started, watched, started again when they die, stopped in order.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';

const RESTARTS = 20;

/**
 * @param {{name: string, script: string, env: Record<string, string>, logDir: string, onGone: (why: string) => void, extraArgs?: string[]}} options
 *   The script reports over IPC: {type: 'ready'} once it serves, or {type: 'fatal', message} when it cannot.
 */
export function supervise({ name, script, env, logDir, onGone, extraArgs = [] }) {
  mkdirSync(logDir, { recursive: true });
  const log = createWriteStream(path.join(logDir, `${name}.log`), { flags: 'a' });
  let child;
  let stopping = false;
  let restarts = 0;
  let everReady = false;
  let tail = '';
  let settle;
  const ready = new Promise((resolve, reject) => (settle = { resolve, reject }));
  ready.catch(() => undefined);

  const start = () => {
    let fatal;
    child = spawn(process.execPath, ['--enable-source-maps', ...extraArgs, script], {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.pipe(log, { end: false });
      stream.on('data', (chunk) => (tail = (tail + chunk).slice(-4000)));
    }
    child.on('message', (message) => {
      if (message?.type === 'fatal') fatal = message.message;
      if (message?.type !== 'ready') return;
      everReady = true;
      settle.resolve();
    });
    child.once('exit', (code, signal) => {
      if (stopping) return;
      const why = fatal ?? `${name} 意外结束（${signal ?? `代码 ${code}`}）。最后的输出：\n${tail}`;
      if (!everReady) return settle.reject(new Error(why));
      if (++restarts > RESTARTS) return onGone(`${name} 反复结束，不再重启。`);
      setTimeout(() => !stopping && start(), Math.min(200 * restarts, 5000));
    });
  };
  start();

  const stop = async () => {
    stopping = true;
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await gone;
      clearTimeout(late);
    }
    log.end();
  };
  /** On purpose, so it does not count as a failure. */
  const restart = () => {
    restarts = 0;
    child.kill('SIGTERM');
  };
  return {
    ready,
    stop,
    restart,
    get pid() {
      return child.pid;
    },
  };
}
