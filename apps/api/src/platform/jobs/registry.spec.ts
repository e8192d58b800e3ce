import { DiscoveryModule } from '@nestjs/core';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { HandlerRegistry } from './handler-registry.js';
import { backoffFor, defineJob, type JobHandler } from './job.js';
import { RegisterJobHandler } from './registration.js';
import { useOwnJobs } from './test-support/own-jobs.js';

const A = defineJob<object>({ name: 'test.a', queue: 'default', attempts: 1 });
const B = defineJob<object>({ name: 'test.b', queue: 'default', attempts: 1 });
useOwnJobs(A, B);

@RegisterJobHandler()
class HandlerA implements JobHandler<object> {
  readonly job = A;
  handle = (): Promise<void> => Promise.resolve();
}

@RegisterJobHandler()
class HandlerB implements JobHandler<object> {
  readonly job = B;
  handle = (): Promise<void> => Promise.resolve();
}

@RegisterJobHandler()
class AnotherA implements JobHandler<object> {
  readonly job = A;
  handle = (): Promise<void> => Promise.resolve();
}

async function registryOf(providers: Type<unknown>[]): Promise<HandlerRegistry> {
  @Module({ imports: [DiscoveryModule], providers: [HandlerRegistry, ...providers] })
  class TestModule {}
  return (await NestFactory.createApplicationContext(TestModule, { logger: false })).get(HandlerRegistry);
}

describe('job registry', () => {
  it('finds the handler of every job', async () => {
    const registry = await registryOf([HandlerA, HandlerB]);
    expect(() => registry.checkComplete()).not.toThrow();
    expect(registry.handlerOf('test.b')).toBeInstanceOf(HandlerB);
    expect(registry.handlerOf('test.unknown')).toBeUndefined();
  });

  it('refuses a worker that lacks a handler', async () => {
    const registry = await registryOf([HandlerA]);
    expect(() => registry.checkComplete()).toThrow('test.b');
  });

  it('refuses two handlers for one job', async () => {
    const registry = await registryOf([HandlerA, AnotherA, HandlerB]);
    expect(() => registry.checkComplete()).toThrow('two handlers');
  });

  it('refuses a name that is taken or not of the form module.verb', () => {
    expect(() => defineJob({ name: 'test.a', queue: 'pdf', attempts: 1 })).toThrow('twice');
    expect(() => defineJob({ name: 'Test', queue: 'pdf', attempts: 1 })).toThrow('module.verb');
    expect(() => defineJob({ name: 'test.c', queue: 'pdf', attempts: 0 })).toThrow('attempts');
  });

  it('doubles pauses up to ten minutes', () => {
    expect([1, 2, 3, 20].map((attempt) => backoffFor({ backoffMs: 2000 }, attempt))).toEqual([
      2000, 4000, 8000, 600_000,
    ]);
  });
});
