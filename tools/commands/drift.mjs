// What is generated must be what is committed: OpenAPI documents, typed clients, configuration reference, state charts.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { generateClients } from './clients.mjs';
import { root } from '../lib/install.mjs';

const cli = path.join(root, 'apps/api/dist/cli.js');
const temp = mkdtempSync(path.join(os.tmpdir(), 'qiancheng-drift-'));
const problems = [];

function filesBelow(dir, prefix = '') {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? filesBelow(path.join(dir, e.name), `${prefix}${e.name}/`) : [`${prefix}${e.name}`],
  );
}

function compareFolders(made, kept, how) {
  const names = new Set([...filesBelow(made), ...filesBelow(kept)]);
  for (const name of names) {
    const read = (dir) => {
      try {
        return readFileSync(path.join(dir, name), 'utf8');
      } catch {
        return undefined;
      }
    };
    if (read(made) !== read(kept))
      problems.push(`${path.relative(root, path.join(kept, name))} is out of date: ${how}`);
  }
}

try {
  const client = path.join(root, 'libs/api-client');
  const documents = path.join(temp, 'openapi');
  execFileSync(process.execPath, [cli, 'openapi', documents], { cwd: root });
  compareFolders(documents, path.join(client, 'openapi'), 'npm run generate');
  await generateClients({ documents, output: path.join(temp, 'src') });
  compareFolders(path.join(temp, 'src'), path.join(client, 'src'), 'npm run generate');

  const reference = spawnSync(process.execPath, [cli, 'docs:configuration'], { encoding: 'utf8' }).stdout;
  if (reference.trim() !== readFileSync(path.join(root, 'docs/configuration.md'), 'utf8').trim())
    problems.push('docs/configuration.md is out of date: npm run generate');

  const modules = path.join(temp, 'modules');
  cpSync(path.join(root, 'apps/api/src/modules'), modules, {
    recursive: true,
    filter: (file) => !/\.\w+$/.test(file) || file.endsWith('README.md'),
  });
  execFileSync(process.execPath, [cli, 'docs:charts', modules]);
  for (const file of filesBelow(modules)) {
    if (
      readFileSync(path.join(modules, file), 'utf8') !==
      readFileSync(path.join(root, 'apps/api/src/modules', file), 'utf8')
    )
      problems.push(`apps/api/src/modules/${file} is out of date: npm run generate`);
  }
} finally {
  rmSync(temp, { recursive: true, force: true });
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
