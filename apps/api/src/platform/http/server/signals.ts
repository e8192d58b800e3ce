import type { INestApplicationContext } from '@nestjs/common';
import type { Logger } from '../../observability/index.js';
import { Lifecycle } from '../lifecycle.js';

/** Time for a balancer to see that /readyz says no. Ctrl-C waits for nobody. */
const NOTICE_MS = 1500;
const CLOSE_WITHIN_MS = 30_000;

/**
 * SIGTERM and SIGINT end the process in order: readiness off, requests and running jobs finished, connections closed.
 * Bounded, and a second signal ends it at once. Call once the process serves.
 */
export function closeOnSignals(
  app: INestApplicationContext,
  log: Logger,
  extra: () => Promise<void> = () => Promise.resolve(),
): void {
  let closing = false;
  const close = async (signal: NodeJS.Signals): Promise<void> => {
    log.info(`${signal}: closing`);
    app.get(Lifecycle, { strict: false }).drain();
    if (signal === 'SIGTERM') await new Promise((resolve) => setTimeout(resolve, NOTICE_MS));
    await app.close();
    await extra();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (closing) process.exit(130);
      closing = true;
      setTimeout(() => {
        log.warn('closing took too long');
        process.exit(1);
      }, CLOSE_WITHIN_MS).unref();
      close(signal).then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'closing failed');
          process.exit(1);
        },
      );
    });
  }
}
