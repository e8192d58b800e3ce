import type { Tx } from '../../../platform/database/index.js';
import type { QueuePlaceView } from './http/review.dto.js';

export interface Queue {
  /** `from … where …`, with the row's id as `id` below */
  from: string;
  id: string;
  order: string;
  params: readonly unknown[];
}

/** Where a record stands in the filtered queue. One that was just decided is no longer in it: go on with the first. */
export async function queuePlace(tx: Tx, { from, id, order, params }: Queue, wanted: string): Promise<QueuePlaceView> {
  const found = await tx.maybeOne<{ position: number; prevId: string | null; nextId: string | null }>(
    `select position::int, "prevId", "nextId" from (
       select ${id} as id, row_number() over w as position, lag(${id}) over w as "prevId", lead(${id}) over w as "nextId"
         ${from} window w as (order by ${order})) q
      where q.id = $${params.length + 1}`,
    [...params, wanted],
  );
  const { total, first } = await tx.one<{ total: number; first: string | null }>(
    `select count(*)::int as total, (array_agg(${id} order by ${order}))[1] as first ${from}`,
    params,
  );
  return found ? { ...found, total } : { position: 0, total, prevId: null, nextId: first };
}

export const likePattern = (q: string): string => `%${q.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;
