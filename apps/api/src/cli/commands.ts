import { verifyAudit } from '../platform/audit/index.js';
import { type AppConfig } from '../platform/config/index.js';
import { migrate } from '../platform/database/index.js';
import { installQueueSchema } from '../platform/jobs/index.js';
import { seedDemo } from '../seed/seed.js';
import { configurationReference } from './configuration-reference.js';
import { moduleCharts } from './module-charts.js';
import { writeOpenApi } from './openapi.js';

export interface CommandInput {
  args: string[];
  /** @throws ConfigError; read only by commands that need it */
  config: () => AppConfig;
  say: (line: string) => void;
}

/** Each answers its exit code. */
export type Command = (input: CommandInput) => Promise<number>;

export const commands: Record<string, Command> = {
  async migrate({ config, say }) {
    const { databaseUrl, databaseAppRole } = config();
    await migrate({ databaseUrl, appRole: databaseAppRole, extra: installQueueSchema, log: (name) => say(`迁移 ${name}`) });
    return 0;
  },
  async seed({ args, config, say }) {
    if (!args.includes('--demo')) throw new Error('用法：cli seed --demo');
    const written = await seedDemo(config(), new Date(), say);
    if (!written) say('已有数据，保持不变。');
    return 0;
  },
  async 'audit:verify'({ config, say }) {
    const report = await verifyAudit(config());
    for (const { aggregate, seq, problem } of report.broken) say(`${aggregate} 第 ${seq} 条：${problem}`);
    say(report.ok ? `存证链完整，共 ${report.checked} 条。` : `发现 ${report.broken.length} 处问题，共查 ${report.checked} 条。`);
    return report.ok ? 0 : 1;
  },
  async openapi({ args }) {
    await writeOpenApi(args[0] ?? 'libs/api-client/openapi');
    return 0;
  },
  async 'docs:configuration'({ say }) {
    say(configurationReference());
    return 0;
  },
  async 'docs:charts'({ args }) {
    await moduleCharts(args[0] ?? 'apps/api/src/modules');
    return 0;
  },
};
