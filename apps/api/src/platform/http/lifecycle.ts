import { Injectable } from '@nestjs/common';

/** Whether this process still takes requests; balancers read it at /readyz. */
@Injectable()
export class Lifecycle {
  private ending = false;

  get draining(): boolean {
    return this.ending;
  }

  drain(): void {
    this.ending = true;
  }
}
