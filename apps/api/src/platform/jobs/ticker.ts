import { Logger } from '@nestjs/common';

/** Runs a task again and again, never twice at once; a failure is logged and tried again at the next beat. */
export class Ticker {
  private static readonly log = new Logger('Ticker');
  private readonly timer: NodeJS.Timeout;
  private running: Promise<void> | undefined;

  constructor(
    readonly name: string,
    everyMs: number,
    private readonly task: () => Promise<unknown>,
  ) {
    this.timer = setInterval(() => this.beat(), everyMs);
    // Nothing waits for the first interval: what fell due while no worker ran starts at once.
    this.beat();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private beat(): void {
    this.running ??= this.run().finally(() => (this.running = undefined));
  }

  private async run(): Promise<void> {
    try {
      await this.task();
    } catch (error) {
      Ticker.log.warn({ err: error }, `${this.name} failed, next beat tries again`);
    }
  }
}
