import { applyDecorators, Injectable, SetMetadata } from '@nestjs/common';

export const JOB_HANDLER = 'qiancheng:job-handler';
export const SWEEP = 'qiancheng:sweep';

/** Marks a provider that implements JobHandler. The worker finds all of them, and refuses to start when one is missing. */
export function RegisterJobHandler(): ClassDecorator {
  return applyDecorators(Injectable(), SetMetadata(JOB_HANDLER, true));
}

/** A repair that runs again and again, on one worker at a time. It states an invariant and restores it. */
export interface Sweep {
  /** `agreements.overdue-invitations` */
  readonly name: string;
  readonly everyMs: number;
  /** Answers how many it found and put right; anything but 0 is logged. */
  sweep(): Promise<number>;
}

/** Marks a provider that implements Sweep. */
export function RegisterSweep(): ClassDecorator {
  return applyDecorators(Injectable(), SetMetadata(SWEEP, true));
}
