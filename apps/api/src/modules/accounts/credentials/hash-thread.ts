import os from 'node:os';
import { parentPort } from 'node:worker_threads';
import { hashSync, type Options, verifySync } from '@node-rs/argon2';

export interface HashJob {
  id: number;
  password: string;
  /** Of which the password may be: without it, a new hash is asked for. */
  stored?: string;
  options: Options;
}
export type HashAnswer = { id: number } & ({ value: string | boolean } | { error: string });

function work({ password, stored, options }: HashJob): string | boolean {
  return stored === undefined ? hashSync(password, options) : verifySync(stored, password);
}

// Whoever is logged in already goes first. Linux gives each thread a place of its own; elsewhere it would be the process's.
if (process.platform === 'linux') os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);

// one after the other: whoever waits does so in the port, where the next is at hand when one is done
parentPort?.on('message', (job: HashJob) => {
  let answer: HashAnswer;
  try {
    answer = { id: job.id, value: work(job) };
  } catch (error) {
    answer = { id: job.id, error: String(error) };
  }
  parentPort?.postMessage(answer);
});
