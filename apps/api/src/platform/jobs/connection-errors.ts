import type { Logger } from '@nestjs/common';

const QUIET_MS = 5000;

/** A restart of the server breaks dozens of idle connections at once; one line of it is enough. */
export function connectionErrors(log: Logger): (error: Error) => void {
  let quietUntil = 0;
  return (error) => {
    const now = performance.now();
    if (now < quietUntil) return;
    quietUntil = now + QUIET_MS;
    log.warn(`queue connection: ${error.message}`);
  };
}
