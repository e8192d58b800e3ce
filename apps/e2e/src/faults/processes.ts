import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Only there does the kernel tell. */
export const HAS_PROC = existsSync('/proc/self/stat');

/** State and parent of a process, as the kernel says; undefined when there is none. */
function look(pid: number): { state: string; parent: number } | undefined {
  try {
    const [state = '', parent = ''] = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => look(each)?.parent === pid);
}

/** One that has ended and that nobody has waited for is not alive. */
export function isAlive(pid: number): boolean {
  const state = look(pid)?.state;
  return state !== undefined && state !== 'Z';
}
