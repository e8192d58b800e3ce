/** Longer than the longest request or page that is allowed to finish. */
const STOP_MS = 25_000;

/** Tells whoever started this process that it serves. */
export function ready(): void {
  process.send?.({ type: 'ready' });
}

/** Says why this process cannot serve, in one sentence, and ends it. */
export function fatal(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  console.error(error instanceof Error && error.stack ? error.stack : message);
  if (!process.send) process.exit(1);
  process.send({ type: 'fatal', message }, () => process.exit(1));
  throw error;
}

/** Finishes what is running, then ends; a second signal or a stuck close ends it at once. */
export function onStop(close: () => Promise<void>): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // the parent is gone without a word: do not outlive it
  process.on('disconnect', stop);
}
