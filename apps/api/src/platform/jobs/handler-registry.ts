import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { definedJobs, type JobHandler } from './job.js';
import { JOB_HANDLER, SWEEP, type Sweep } from './registration.js';

type AnyHandler = JobHandler<never>;

/** The handlers and sweeps of this process, found among its providers by their marks. */
@Injectable()
export class HandlerRegistry {
  private handlers: Map<string, AnyHandler> | undefined;

  constructor(private readonly discovery: DiscoveryService) {}

  handlerOf(name: string): AnyHandler | undefined {
    this.handlers ??= this.collect();
    return this.handlers.get(name);
  }

  /** A worker without a handler for a defined job would leave its rows waiting for ever: it must not start. */
  checkComplete(): void {
    this.handlers ??= this.collect();
    const missing = [...definedJobs().keys()].filter((name) => !this.handlers?.has(name));
    if (missing.length > 0) throw new Error(`no handler is registered for: ${missing.join(', ')}`);
  }

  sweeps(): Sweep[] {
    const sweeps = this.marked<Sweep>(SWEEP);
    const names = sweeps.map((sweep) => sweep.name);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    if (twice.length > 0) throw new Error(`sweeps registered twice: ${twice.join(', ')}`);
    return sweeps;
  }

  private collect(): Map<string, AnyHandler> {
    const found = new Map<string, AnyHandler>();
    for (const handler of this.marked<AnyHandler>(JOB_HANDLER)) {
      if (definedJobs().get(handler.job.name) !== handler.job) {
        throw new Error(`${handler.constructor.name} handles a job that defineJob() did not make`);
      }
      if (found.has(handler.job.name)) throw new Error(`job ${handler.job.name} has two handlers`);
      found.set(handler.job.name, handler);
    }
    return found;
  }

  /** A provider may be visible in several modules; it is one instance all the same. */
  private marked<T>(mark: string): T[] {
    const instances = new Set<T>();
    for (const wrapper of this.discovery.getProviders()) {
      const { metatype, instance } = wrapper as { metatype: unknown; instance: unknown };
      if (typeof metatype === 'function' && Reflect.getMetadata(mark, metatype) && instance)
        instances.add(instance as T);
    }
    return [...instances];
  }
}
