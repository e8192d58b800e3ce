import 'reflect-metadata';
import os from 'node:os';
import { NestFactory } from '@nestjs/core';
import { WorkerModule } from './app.module.js';
import { loadConfig } from './platform/config/index.js';
import { Db } from './platform/database/index.js';
import { probeServer } from './platform/http/index.js';
import { createLogger, Metrics, NestLogger } from './platform/observability/index.js';
import { fatal, onStop, ready } from './process.js';

/** On a machine that both share, whoever waits for an answer goes before a job; the children that read sheets are as humble. */
const NICENESS = 5;

try {
  os.setPriority(NICENESS);
  const config = loadConfig(process.env);
  const logger = createLogger(config.logLevel);
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  let draining = false;
  const probes = config.metricsPort
    ? await probeServer(
        { ready: () => app.get(Db).ping(), draining: () => draining, metrics: app.get(Metrics) },
        config.metricsPort,
      )
    : undefined;
  logger.info('worker running');
  ready();
  onStop(async () => {
    draining = true;
    await app.close();
    probes?.close();
  });
} catch (error) {
  fatal(error);
}
