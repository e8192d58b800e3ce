import 'reflect-metadata';
import { ApiModule } from './app.module.js';
import { bootScan } from './platform/access/index.js';
import { loadConfig } from './platform/config/index.js';
import { Db } from './platform/database/index.js';
import { createHttpApp, probeServer } from './platform/http/index.js';
import { Metrics } from './platform/observability/index.js';
import { fatal, onStop, ready } from './process.js';

/** What a balancer needs to notice that this process leaves. */
const DRAIN_MS = 2_000;

try {
  const config = loadConfig(process.env);
  const { app, logger, drain } = await createHttpApp(ApiModule.forRoot(config), config, bootScan);
  let draining = false;
  const probes = config.metricsPort
    ? await probeServer(
        { ready: () => app.get(Db).ping(), draining: () => draining, metrics: app.get(Metrics) },
        config.metricsPort,
      )
    : undefined;
  await app.listen(config.port, config.host);
  logger.info({ port: config.port }, 'api listening');
  ready();
  onStop(async () => {
    draining = true;
    drain();
    // a lone local process has no balancer to wait for
    if (!config.demo) await new Promise((resolve) => setTimeout(resolve, DRAIN_MS));
    await app.close();
    probes?.close();
  });
} catch (error) {
  fatal(error);
}
