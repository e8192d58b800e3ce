// Entry of the child process that reads one uploaded sheet. It knows no database, no settings and no secrets, and what
// goes wrong in it ends with it.
import { buffer } from 'node:stream/consumers';
import { SheetRefusal } from '../refusal.js';
import type { SheetRow } from '../spec.js';
import type { FromChild, ToChild } from './protocol.js';
import { read } from './read.js';

const CHUNK_ROWS = 400;
const CHUNK_CHARS = 512 * 1024;

/** Fulfilled when the parent has room for another message; the first needs no asking. */
let turn = Promise.resolve();
let wanted: (() => void) | undefined;

/** While the parent is busy with one chunk and has another before it, the next is read; not more. */
async function sendInTurn(message: FromChild): Promise<void> {
  await turn;
  turn = new Promise((resolve) => (wanted = resolve));
  await new Promise<void>((resolve) => process.send?.(message, () => resolve()));
}

async function work({ spec, format, limits }: Extract<ToChild, { type: 'read' }>): Promise<void> {
  const { head, rows } = await read(await buffer(process.stdin), spec, format, limits);
  await sendInTurn({ type: 'head', head });
  let chunk: SheetRow[] = [];
  let chars = 0;
  for await (const row of rows) {
    chunk.push(row);
    for (const value of Object.values(row.values)) chars += value.length;
    if (chunk.length < CHUNK_ROWS && chars < CHUNK_CHARS) continue;
    await sendInTurn({ type: 'rows', rows: chunk });
    chunk = [];
    chars = 0;
  }
  if (chunk.length > 0) await sendInTurn({ type: 'rows', rows: chunk });
  await sendInTurn({ type: 'end' });
}

async function answer(job: Extract<ToChild, { type: 'read' }>): Promise<void> {
  try {
    await work(job);
  } catch (error) {
    if (error instanceof SheetRefusal) await sendInTurn({ type: 'refused', code: error.code, detail: error.detail });
    // the name only: a message may quote what stands in the file
    else await sendInTurn({ type: 'broken', message: stackOf(error) });
  }
}

/** Where it broke, without the message. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...lines.slice(0, 5)].join('\n');
}

// the parent ends this process when it has heard the last message: leaving first could lose it
process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToChild) => {
  if (message.type === 'read') void answer(message);
  else wanted?.();
});
