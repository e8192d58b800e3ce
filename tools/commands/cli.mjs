// npm run cli -- COMMAND: the API's command line, on the local data folder unless the environment says otherwise.
import path from 'node:path';
import { ensureBuilt } from '../lib/build.mjs';
import { startPostgres } from '../lib/embedded-postgres.mjs';
import { root } from '../lib/install.mjs';
import { localEnv, localSecrets } from '../lib/local-env.mjs';
import { nodeOnce } from '../lib/node-once.mjs';

const dataDir = path.resolve(process.env.DATA_DIR ?? path.join(root, '.data'));
let server;
let ran = false;
try {
  ensureBuilt((line) => console.error(line));
  let databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) {
    server = await startPostgres({
      dir: path.join(dataDir, 'postgres'),
      password: localSecrets(dataDir).POSTGRES_PASSWORD,
    });
    databaseUrl = server.url;
  }
  const env = localEnv({ dataDir, port: Number(process.env.PORT ?? 8080), databaseUrl });
  ran = true;
  await nodeOnce(path.join(root, 'apps/api/dist/cli.js'), process.argv.slice(2), env);
} catch (error) {
  // a command that ran has said why itself
  if (!ran) console.error(error.message);
  process.exitCode = 1;
} finally {
  await server?.stop();
}
