import { definedJobs, type JobDefinition } from '../job.js';

/** For a test file that defines jobs of its own: while its tests run there are no others, afterwards its own are gone. */
export function useOwnJobs(...own: readonly { name: string }[]): void {
  const jobs = definedJobs() as Map<string, JobDefinition<never>>;
  const names = new Set(own.map(({ name }) => name));
  const put = (some: [string, JobDefinition<never>][]): void => {
    jobs.clear();
    for (const [name, job] of some) jobs.set(name, job);
  };
  let others: [string, JobDefinition<never>][] = [];
  beforeAll(() => {
    others = [...jobs].filter(([name]) => !names.has(name));
    put([...jobs].filter(([name]) => names.has(name)));
  });
  afterAll(() => put(others));
}
