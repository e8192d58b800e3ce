import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { UnitBrief } from '../http/platform-units.dto.js';

export const briefColumns = (alias: string): string =>
  `${alias}.id, ${alias}.name, ${alias}.credit_code as "creditCode", ${alias}.legacy_code as "legacyCode",
   ${alias}.nature_code as "natureCode", ${alias}.region_code as "regionCode", ${alias}.status, ${alias}.version`;

/** As one value, for a statement that names several units. */
export const briefJson = (alias: string): string =>
  `jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name, 'creditCode', ${alias}.credit_code, 'legacyCode', ${alias}.legacy_code,
   'natureCode', ${alias}.nature_code, 'regionCode', ${alias}.region_code, 'status', ${alias}.status, 'version', ${alias}.version)`;

export interface LockedUnit extends UnitBrief {
  parentId: string | null;
  mergedInto: string | null;
  cancelledOn: string | null;
  cancelledFrom: string | null;
  logoFileId: string | null;
  [column: string]: unknown;
}

/** Always in the order of ids: two acts on the same units wait for each other instead of for ever. */
export async function lockUnits(tx: Tx, ids: readonly string[]): Promise<LockedUnit[]> {
  const rows = await tx.query<LockedUnit>(
    `select ${briefColumns('e')}, e.parent_id as "parentId", e.merged_into as "mergedInto", e.cancelled_on::text as "cancelledOn",
            e.cancelled_from as "cancelledFrom", e.logo_file_id as "logoFileId"
       from employer e where e.id = any ($1::uuid[]) order by e.id for update`,
    [ids],
  );
  return ids.map((id) => {
    const row = rows.find((each) => each.id === id);
    if (!row) throw new AppError('NOT_FOUND');
    return row;
  });
}

/** The unit as the person saw it, still in the directory. */
export async function lockUnit(tx: Tx, id: string, version: number): Promise<LockedUnit> {
  const [unit] = await lockUnits(tx, [id]);
  if (!unit) throw new AppError('NOT_FOUND');
  if (unit.version !== version) throw new AppError('STALE_VERSION', { extra: { currentVersion: unit.version } });
  if (unit.status === 'merged') {
    throw new AppError('NOT_ALLOWED_NOW', { detail: '这家单位已经并入别的单位。请到保留的单位上修改，或先撤销合并。' });
  }
  return unit;
}

export async function touch(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.exec('update employer set version = version + 1, updated_at = $2 where id = $1', [id, now]);
}
