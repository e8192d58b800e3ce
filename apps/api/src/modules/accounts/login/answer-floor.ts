import { setTimeout as after } from 'node:timers/promises';

/** Longer than the work takes, whatever it finds: how long the answer takes tells nothing of it. */
const FLOOR_MS = 250;

export async function atTheEarliest<T>(work: () => Promise<T>): Promise<T> {
  const floor = after(FLOOR_MS);
  try {
    return await work();
  } finally {
    await floor;
  }
}
