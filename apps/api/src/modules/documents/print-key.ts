import { createHash } from 'node:crypto';
import type { SigningState } from '@qiancheng/shared';
import type { PrintFacts } from './print-source.js';
import type { Layout, Variant } from './template/sheet.js';

/** From here on the paper of this revision does not change by a new template: what was signed keeps its look. */
const SETTLED: readonly SigningState[] = [
  'FILING',
  'SIGNED',
  'TERM_COUNTERPARTY',
  'TERM_REVIEW',
  'TERMINATED',
  'SUPERSEDED',
  'VOIDED',
];

export function isSettled(facts: Pick<PrintFacts, 'state'>): boolean {
  return SETTLED.includes(facts.state);
}

export function layoutOf({ policy, levelCode }: Pick<PrintFacts, 'policy' | 'levelCode'>): Layout {
  return policy.print.layout_by_level[levelCode] ?? policy.print.layout;
}

/**
 * What a file shows: revision, signature, seals, watermark, and how it is laid out. The same key means the same paper,
 * so it is made once; a signature or a seal more makes another file, and the older one stays.
 */
export function printKey(facts: PrintFacts, variant: Variant): string {
  const slots = Object.entries(facts.slots)
    .map(([slot, mark]) => `${slot}@${mark.doneAt.toISOString()}`)
    .sort();
  const { copies, copy_roles: roles } = facts.policy.print;
  const shown = [facts.id, facts.revision, slots, facts.state === 'VOIDED', variant, layoutOf(facts), copies, roles];
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex');
}

export function bulkKey(keys: readonly string[], variant: Variant): string {
  return createHash('sha256')
    .update(JSON.stringify([variant, keys]))
    .digest('hex');
}
