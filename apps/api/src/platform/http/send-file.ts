import type { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { disposition } from './file-name.js';

export interface SentFile {
  bytes: Uint8Array;
  name: string;
  mime: string;
}

/** A file that is never whole in memory. */
export interface SentStream {
  stream: Readable;
  size: number;
  name: string;
  mime: string;
}

/** What browsers may show in a page of ours. Anything else is saved, whatever the caller asks for. */
const SHOWABLE = new Set(['image/jpeg', 'image/png', 'image/webp', 'application/pdf']);
const INERT = "default-src 'none'; sandbox";

/**
 * The one way for stored files to leave, after the scope check: typed, never sniffed, never cached, as an attachment
 * unless asked otherwise. Headers go on the reply, the answer is to be returned by the handler.
 */
export function sendFile(
  reply: FastifyReply,
  file: SentFile,
  { inline = false }: { inline?: boolean } = {},
): StreamableFile {
  const shown = inline && SHOWABLE.has(file.mime);
  void reply.headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' });
  // A browser's PDF viewer does not start in a sandbox: an inline PDF keeps the policy of our pages, which runs nothing foreign.
  if (!shown || file.mime !== 'application/pdf') void reply.header('content-security-policy', INERT);
  return new StreamableFile(file.bytes, {
    type: file.mime,
    length: file.bytes.byteLength,
    disposition: disposition(shown ? 'inline' : 'attachment', file.name),
  });
}

/** As `sendFile`, for what comes piece by piece: always an attachment. */
export function sendStream(reply: FastifyReply, file: SentStream): StreamableFile {
  void reply.headers({
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
    'content-security-policy': INERT,
  });
  return new StreamableFile(file.stream, {
    type: file.mime,
    length: file.size,
    disposition: disposition('attachment', file.name),
  });
}
