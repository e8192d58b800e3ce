// One local installation: database, migrations, demo data, API and worker. Used by `npm start`, the browser tests and the benchmarks.
import { createServer } from 'node:net';
import path from 'node:path';
import { startPostgres } from './embedded-postgres.mjs';
import { root } from './install.mjs';
import { localEnv, localSecrets } from './local-env.mjs';
import { nodeOnce } from './node-once.mjs';
import { supervise } from './supervise.mjs';

const cli = path.join(root, 'apps/api/dist/cli.js');

function refuseUsedPort(port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => {
      const why =
        error.code === 'EADDRINUSE'
          ? `端口 ${port} 已被占用。请先停掉占用它的程序，或换一个端口：PORT=8090 npm start`
          : `不能使用端口 ${port}：${error.message}`;
      reject(new Error(why));
    });
    probe.listen(port, () => probe.close(() => resolve()));
  });
}

/**
 * A worker makes much that is soon done with (sheets, exports): collected early, it does not pile up. The same flags stand in
 * docker-compose.yml.
 */
const WORKER_FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=40'];

/**
 * @param {{dataDir: string, port: number, seed?: boolean, say?: (line: string) => void, env?: Record<string, string>, fast?: boolean, worker?: boolean, onGone?: (why: string) => void}} options
 *   `fast` gives up durability (tests and benchmarks of a throw-away database).
 */
export async function startStack({
  dataDir,
  port,
  seed = true,
  say = () => undefined,
  env: extra = {},
  fast = false,
  worker = true,
  onGone,
}) {
  await refuseUsedPort(port);
  const stops = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    let databaseUrl = process.env.DATABASE_URL;
    if (!databaseUrl) {
      say('启动数据库…');
      const settings = fast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {};
      const server = await startPostgres({
        dir: path.join(dataDir, 'postgres'),
        password: localSecrets(dataDir).POSTGRES_PASSWORD,
        settings,
      });
      stops.push(server.stop);
      databaseUrl = server.url;
    }
    const env = { ...localEnv({ dataDir, port, databaseUrl }), ...extra };
    say('检查数据库结构…');
    await nodeOnce(cli, ['migrate'], env, { quiet: true });
    if (seed && env.DEMO === 'true') await nodeOnce(cli, ['seed', '--demo'], env, { onLine: say });
    say('启动服务和后台任务…');
    const gone = onGone ?? ((why) => console.error(why));
    const start = (name, script, extraArgs = []) => {
      const child = supervise({
        name,
        script: path.join(root, 'apps/api/dist', script),
        env,
        logDir: path.join(dataDir, 'logs'),
        onGone: gone,
        extraArgs,
      });
      stops.push(child.stop);
      return child;
    };
    const api = start('api', 'main.js');
    const worker_ = worker ? start('worker', 'worker.js', WORKER_FLAGS) : undefined;
    await Promise.all([api.ready, worker_?.ready]);
    return { url: `http://localhost:${port}`, env, databaseUrl, api, worker: worker_, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
