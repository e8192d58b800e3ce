// npm run generate: everything that is made from the code and committed.
import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateClients } from './clients.mjs';
import { root } from '../lib/install.mjs';

const cli = path.join(root, 'apps/api/dist/cli.js');
const client = path.join(root, 'libs/api-client');

spawnSync('nx', ['run-many', '-t', 'build', '-p', 'shared,api', '--outputStyle=static'], {
  cwd: root,
  stdio: 'ignore',
});
execFileSync(process.execPath, [cli, 'openapi', path.join(client, 'openapi')], { cwd: root, stdio: 'inherit' });
rmSync(path.join(client, 'src'), { recursive: true, force: true });
await generateClients({ documents: path.join(client, 'openapi'), output: path.join(client, 'src') });
writeFileSync(
  path.join(root, 'docs/configuration.md'),
  `${spawnSync(process.execPath, [cli, 'docs:configuration'], { encoding: 'utf8' }).stdout.trim()}\n`,
);
execFileSync(process.execPath, [cli, 'docs:charts', path.join(root, 'apps/api/src/modules')], { stdio: 'inherit' });
