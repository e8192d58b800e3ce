// npm start: everything on this machine, with demo data. Safe to run again; keeps its data.
import path from 'node:path';
import { ensureBuilt } from '../lib/build.mjs';
import { root } from '../lib/install.mjs';
import { startStack } from '../lib/local-stack.mjs';

const port = Number(process.env.PORT ?? 8080);
const dataDir = path.resolve(process.env.DATA_DIR ?? path.join(root, '.data'));
const say = (line) => console.log(`  ${line}`);

let stack;
let stopping;
function shutdown(code) {
  stopping ??= (async () => {
    console.log('\n正在停止…');
    await stack?.stop();
    process.exit(code);
  })();
  return stopping;
}

function announce(url) {
  console.log(`
  教师端    ${url}/teacher/     center · college01 · college02 · counsellor01 · counsellor02（学校 10001），center2（学校 10002）
  学生端    ${url}/student/     20230001 …
  单位端    ${url}/employer/    hr001 …
  平台运营  ${url}/teacher/platform/     operator
  演示账号的密码都是 Qiancheng-2027。接口文档 ${url}/api/docs

READY ${url}`);
}

try {
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Error(`PORT=${process.env.PORT} 不是端口号。`);
  console.log('签程');
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => (stack ? void shutdown(0) : (interrupted = true)));
  ensureBuilt(say);
  stack = await startStack({ dataDir, port, say, onGone: (why) => (console.error(why), void shutdown(1)) });
  if (interrupted) await shutdown(130);
  announce(stack.url);
} catch (error) {
  console.error(`\n没有启动：${error.message}`);
  process.exit(1);
}
