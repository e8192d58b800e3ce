import type { AppConfig } from '../platform/config/index.js';

export interface CommandInput {
  args: string[];
  /** @throws ConfigError; read only by commands that need it */
  config: () => AppConfig;
  say: (line: string) => void;
}

/** Each answers its exit code, and loads only what it needs: `migrate` runs at every start. */
export type Command = (input: CommandInput) => Promise<number>;

export const commands: Record<string, Command> = {
  async migrate({ config, say }) {
    const { migrate } = await import('../platform/database/migrate.js');
    const { installQueueSchema } = await import('../platform/jobs/queue-schema.js');
    const { databaseUrl, databaseAppRole } = config();
    await migrate({
      databaseUrl,
      appRole: databaseAppRole,
      extra: installQueueSchema,
      log: (name) => say(`迁移 ${name}`),
    });
    return 0;
  },
  async seed({ args, config, say }) {
    if (!args.includes('--demo')) throw new Error('用法：cli seed --demo');
    const { hasData } = await import('../seed/has-data.js');
    if (await hasData(config())) {
      say('已有数据，保持不变。');
      return 0;
    }
    const { seedDemo } = await import('../seed/seed.js');
    await seedDemo(config(), new Date(), say);
    return 0;
  },
  async 'operator:open'({ args, config, say }) {
    const [login, name, phone = null] = args;
    if (!login || !name) throw new Error('用法：cli operator:open 账号 姓名 [手机号]');
    const { openOperator } = await import('./open-operator.js');
    const { initial, expiresAt } = await openOperator(config(), { login, name, phone });
    say(
      `已开通平台运营账号 ${login}，初始密码 ${initial}，${expiresAt.toISOString().slice(0, 10)} 前有效，只显示这一次。`,
    );
    return 0;
  },
  async 'audit:verify'({ config, say }) {
    const { verifyAudit } = await import('../platform/audit/index.js');
    const report = await verifyAudit(config());
    for (const { aggregate, seq, problem } of report.broken) say(`${aggregate} 第 ${seq} 条：${problem}`);
    say(
      report.ok
        ? `存证链完整，共 ${report.checked} 条。`
        : `发现 ${report.broken.length} 处问题，共查 ${report.checked} 条。`,
    );
    return report.ok ? 0 : 1;
  },
  async 'storage:check'({ config, say }) {
    const { checkStorage } = await import('./storage-check.js');
    const { ok, checked, missing, altered, orphaned } = await checkStorage(config());
    say(`共查 ${checked} 个文件：缺少 ${missing.length}，被改 ${altered.length}，无主 ${orphaned.length}。`);
    for (const sha256 of [...missing, ...altered]) say(sha256);
    return ok ? 0 : 1;
  },
  async 'keys:rotate'({ config, say }) {
    const { rotateKeys } = await import('../platform/crypto/rotate-keys.js');
    const done = await rotateKeys(config());
    for (const { table, column, rewritten } of done) if (rewritten > 0) say(`${table}.${column}：${rewritten} 个`);
    const total = done.reduce((sum, { rewritten }) => sum + rewritten, 0);
    say(total === 0 ? '所有加密内容都已经用当前密钥。' : `换成当前密钥，共 ${total} 个。旧密钥等旧备份过期后再删。`);
    return 0;
  },
  async openapi({ args }) {
    const { writeOpenApi } = await import('./openapi.js');
    await writeOpenApi(args[0] ?? 'libs/api-client/openapi');
    return 0;
  },
  async 'docs:configuration'({ say }) {
    const { configurationReference } = await import('./configuration-reference.js');
    say(configurationReference());
    return 0;
  },
  async 'docs:charts'({ args }) {
    const { moduleCharts } = await import('./module-charts.js');
    await moduleCharts(args[0] ?? 'apps/api/src/modules');
    return 0;
  },
};
