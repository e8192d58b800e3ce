import { createHash } from 'node:crypto';
import type { FieldCipher } from '../crypto/index.js';
import { canonicalJson, type CanonicalText } from './canonical.js';

/** What a link says. `body` is jsonb in the table: the action, the acting person as they were, before and after, the result. */
export interface AuditContent {
  aggregateType: string;
  aggregateId: string;
  schoolId: number | null;
  at: Date;
  actorId: string | null;
  body: Record<string, unknown>;
}

export interface AuditLink extends AuditContent {
  seq: number;
  prevHash: Buffer | null;
  hash: Buffer;
}

/** Milliseconds are what JavaScript has; the table keeps microseconds, so the hashed text names all six digits. */
export function auditTime(at: Date): string {
  return at.toISOString().replace('Z', '000Z');
}

type Digested = Omit<AuditContent, 'body'> & { body: AuditContent['body'] | CanonicalText };

const KIND = 'audit';

/**
 * Digest of one link's content, keyed: who can write to the database but has not the key can remove links (seen by the
 * gap or the signed root) but cannot make or change one.
 */
export function contentDigest(cipher: FieldCipher, content: Digested, at = auditTime(content.at)): Buffer {
  return cipher.mac(KIND, digestedText(content, at));
}

/** The same as hexadecimal text, for statements that write many. */
export function contentDigestHex(cipher: FieldCipher, content: Digested, at: string): string {
  return cipher.macText(KIND, digestedText(content, at), 'hex');
}

function digestedText({ aggregateType, aggregateId, schoolId, actorId, body }: Digested, at: string): string {
  return canonicalJson([aggregateType, aggregateId, schoolId, at, actorId, body]);
}

/** The same formula as `audit_append` in the database. */
export function linkHash(prevHash: Uint8Array | null, seq: number, digest: Uint8Array): Buffer {
  const number = Buffer.alloc(4);
  number.writeInt32BE(seq);
  const hash = createHash('sha256');
  if (prevHash) hash.update(prevHash);
  return hash.update(number).update(digest).digest();
}

/** A whole chain at once, for bulk loading of aggregates that have no link yet. */
export function buildChain(cipher: FieldCipher, contents: readonly AuditContent[]): AuditLink[] {
  let prevHash: Buffer | null = null;
  return contents.map((content, index) => {
    const seq = index + 1;
    const hash = linkHash(prevHash, seq, contentDigest(cipher, content));
    const link = { ...content, seq, prevHash, hash };
    prevHash = hash;
    return link;
  });
}
