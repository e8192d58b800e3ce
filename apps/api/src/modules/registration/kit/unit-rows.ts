import { normaliseEmployerName } from '@qiancheng/shared';
import { pinyin } from 'pinyin-pro';
import type { Tx } from '../../../platform/database/index.js';

/** Known, and nothing more: what else a unit says of itself stands in its certification until that is approved. */
export async function createProvisional(
  tx: Tx,
  unit: { name: string; creditCode: string },
  now: Date,
): Promise<string | undefined> {
  const row = await tx.maybeOne<{ id: string }>(
    `insert into employer (credit_code, name, name_norm, pinyin, status, created_at, updated_at)
     values ($1, $2, $3, $4, 'provisional', $5, $5) on conflict (credit_code) do nothing returning id`,
    [unit.creditCode, ...nameColumns(unit.name), now],
  );
  return row?.id;
}

/** Name, its form for comparing, and the initials by which it is found. */
export function nameColumns(name: string): [string, string, string] {
  return [name, normaliseEmployerName(name), initials(name)];
}

/** 湘江精密 → xjjm */
function initials(name: string): string {
  return pinyin(name, { pattern: 'first', toneType: 'none', type: 'array' }).join('').toLowerCase();
}
