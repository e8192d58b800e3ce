import type { FieldCipher } from '../crypto/index.js';
import { type AuditContent, contentDigest, linkHash } from './chain.js';

/** A row of `audit_entry` as it is stored; `atText` with all six digits of its second. */
export interface StoredLink extends Omit<AuditContent, 'at'> {
  seq: number;
  atText: string;
  prevHash: Buffer | null;
  hash: Buffer;
}

export interface BrokenLink {
  /** `signing_case/01920…` */
  aggregate: string;
  seq: number;
  /** In words, for whoever has to look into it. */
  problem: string;
}

function same(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}

/** The links of one aggregate, in order. */
export function checkChain(cipher: FieldCipher, links: readonly StoredLink[]): BrokenLink[] {
  const broken: BrokenLink[] = [];
  links.forEach((link, index) => {
    const before = links[index - 1];
    const after = links[index + 1];
    const aggregate = `${link.aggregateType}/${link.aggregateId}`;
    const expected = (before?.seq ?? 0) + 1;
    if (link.seq !== expected) {
      broken.push({ aggregate, seq: expected, problem: removedText(expected, link.seq - 1) });
    } else if (!same(link.prevHash, before?.hash ?? null)) {
      broken.push({ aggregate, seq: link.seq, problem: '与前一条接不上：前一条被换过，或这一条是插入的' });
      return;
    }
    if (!isGenuine(cipher, link)) {
      // A neighbour that points to its hash proves that a link of this hash was written here once.
      const wasWritten = after !== undefined && same(after.prevHash, link.hash);
      broken.push({
        aggregate,
        seq: link.seq,
        problem: wasWritten ? '内容被改动' : '内容与签名不符：被改动，或是插入的',
      });
    }
  });
  return broken;
}

function isGenuine(cipher: FieldCipher, link: StoredLink): boolean {
  const { atText, seq, prevHash, hash, ...content } = link;
  const digest = contentDigest(cipher, { ...content, at: new Date(0) }, atText);
  return linkHash(prevHash, seq, digest).equals(hash);
}

function removedText(from: number, to: number): string {
  return from >= to ? '被删除' : `第 ${from} 至 ${to} 条被删除`;
}
