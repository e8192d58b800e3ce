import type { Pool } from 'pg';
import type { Known } from './samples.js';

/** Units that an operator's requests may name: one with another name, one to merge, and a merge that was taken back. */
export async function directoryNames(owner: Pool): Promise<Known> {
  const unit = async (name: string): Promise<string> => {
    const { rows } = await owner.query<{ id: string }>(
      'insert into employer (name, name_norm) values ($1, $1) returning id',
      [name],
    );
    return (rows[0] as { id: string }).id;
  };
  const [unitId, parentId] = [await unit('岳麓仪表厂'), await unit('岳麓仪表集团')];
  const alias = await owner.query<{ id: string }>(
    `insert into employer_alias (employer_id, kind, text, norm, created_at) values ($1, 'short', '岳仪', '岳仪', now()) returning id`,
    [unitId],
  );
  const merge = await owner.query<{ id: string }>(
    `insert into employer_merge (winner_id, loser_id, moved, merged_name, merged_at, undo_until, undone_at)
     values ($1, $2, '{}', '运营', now(), now(), now()) returning id`,
    [parentId, unitId],
  );
  return {
    unitId,
    parentId,
    aliasId: alias.rows[0]?.id,
    mergeId: merge.rows[0]?.id,
    winnerId: parentId,
    loserId: unitId,
    oneId: unitId,
    otherId: parentId,
  };
}

/** A school's sheet that has been judged and waits to be taken over. */
export async function unitImport(owner: Pool, schoolId: number, accountId: string | null): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into unit_import (school_id, file_name, status, counts, created_by, created_name, created_at)
     values ($1, '单位库.xlsx', 'checked', '{"valid":1}', $2, '中心', now()) returning id`,
    [schoolId, accountId],
  );
  return (rows[0] as { id: string }).id;
}
