import { AppError } from '../../../platform/http/index.js';

/** First come, first served, a few at once; whoever would wait too long is told so at once. */
export class HashQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly width: number,
    private readonly places: number,
  ) {}

  /** @throws AppError SERVICE_UNAVAILABLE when all places are taken */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.running < this.width) {
      this.running += 1;
      return;
    }
    if (this.waiting.length >= this.places) {
      throw new AppError('SERVICE_UNAVAILABLE', {
        detail: '现在登录的人太多，没有排上。请过半分钟再试。',
        extra: { retryAfter: 30 },
      });
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Whoever leaves hands the place over, so that nobody who comes in between overtakes. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}
