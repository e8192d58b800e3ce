import type { SourceFilter, SourceQueueBody } from '@qiancheng/api-client/teacher';

/** The list that a record was opened from: its conditions and order, and how it is called above the record. */
export interface SourceQueueQuery {
  filter: SourceFilter;
  sort?: NonNullable<SourceQueueBody['sort']>;
  label?: string;
}

/** As it stands in the address, `?queue=`: base64url of JSON. */
export function encodeQueue(queue: SourceQueueQuery): string {
  const bytes = new TextEncoder().encode(JSON.stringify(queue));
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** null: none, or not one of ours. */
export function decodeQueue(text: unknown): SourceQueueQuery | null {
  if (typeof text !== 'string' || text === '') return null;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
    const found: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const filter = (found as SourceQueueQuery | null)?.filter;
    return typeof filter?.cohort === 'number' ? (found as SourceQueueQuery) : null;
  } catch {
    return null;
  }
}
