import { Injectable } from '@nestjs/common';
import {
  ALIAS_KIND_LABELS,
  type AliasKind,
  checkUnit,
  EMPLOYER_EVENT_SENTENCES,
  type EmployerEventAction,
  SETTLEMENT_STATUS_LABELS,
  type SettlementStatus,
} from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type {
  CountOf,
  UnitAlias,
  UnitBrief,
  UnitDuplicate,
  UnitHistoryEntry,
  UnitRecordView,
} from '../http/platform-units.dto.js';
import { MergeLog } from './merge-log.js';
import { briefColumns, briefJson } from './unit-brief.js';

const HISTORY = 50;

interface Row extends UnitBrief {
  industryCode: string;
  sizeCode: string | null;
  address: string;
  certifiedAt: Date | null;
  createdAt: Date;
  cancelledOn: string | null;
  cancelledSource: string;
  mergedInto: UnitBrief | null;
  parent: UnitBrief | null;
  branches: UnitBrief[];
  members: number;
  libraries: number;
  agreements: number;
  liveAgreements: number;
  [column: string]: unknown;
}

/** One unit with everything that hangs on it; of schools and people only how many. */
@Injectable()
export class UnitRecord {
  constructor(
    private readonly db: Db,
    private readonly merges: MergeLog,
  ) {}

  get(ctx: RequestContext, id: string): Promise<UnitRecordView> {
    return this.db.read(ctx, (tx) => this.read(tx, id));
  }

  async read(tx: Tx, id: string): Promise<UnitRecordView> {
    const row = await tx.maybeOne<Row>(
      `select ${briefColumns('e')}, e.industry_code as "industryCode", e.size_code as "sizeCode", e.address,
              e.certified_at as "certifiedAt", e.created_at as "createdAt", e.cancelled_on::text as "cancelledOn",
              e.cancelled_source as "cancelledSource",
              (select ${briefJson('w')} from employer w where w.id = e.merged_into) as "mergedInto",
              (select ${briefJson('p')} from employer p where p.id = e.parent_id) as parent,
              coalesce((select jsonb_agg(${briefJson('b')} order by b.name, b.id) from employer b where b.parent_id = e.id), '[]') as branches,
              (select count(*)::int from employer_member m where m.employer_id = e.id and m.status = 'active') as members,
              directory_library_count(e.id) as libraries,
              (select coalesce(sum(total), 0)::int from directory_case_counts(array[e.id])) as agreements,
              (select coalesce(sum(live), 0)::int from directory_case_counts(array[e.id])) as "liveAgreements"
         from employer e where e.id = $1`,
      [id],
    );
    if (!row) throw new AppError('NOT_FOUND');
    const aliases = await this.aliases(tx, id);
    const duplicates = await this.duplicates(tx, id);
    return {
      ...row,
      aliases,
      duplicates,
      merges: await this.merges.of(tx, id),
      hints: this.hints(row, aliases, duplicates),
      settlements: await this.settlements(tx, id),
      history: await this.history(tx, id),
    };
  }

  private hints(
    row: Row,
    aliases: readonly UnitAlias[],
    duplicates: readonly UnitDuplicate[],
  ): UnitRecordView['hints'] {
    const namesakes = duplicates.filter(({ evidence }) => evidence.some((one) => one.kind === 'name'));
    return checkUnit({
      name: row.name,
      creditCode: row.creditCode ?? row.legacyCode ?? '',
      natureCode: row.natureCode,
      regionCode: row.regionCode,
      otherNames: aliases.filter((alias) => alias.kind === 'imported' && !alias.checked).map((alias) => alias.text),
      otherCodes: namesakes.flatMap(({ unit }) => unit.creditCode ?? unit.legacyCode ?? []),
      cancelledOn: row.cancelledOn,
      isBranch: row.parent !== null,
    });
  }

  private async aliases(tx: Tx, id: string): Promise<UnitAlias[]> {
    const rows = await tx.query<Omit<UnitAlias, 'kindLabel'> & Record<string, unknown>>(
      `select id, kind, text, source, checked, created_at as "createdAt" from employer_alias
        where employer_id = $1 order by checked, created_at, id`,
      [id],
    );
    return rows.map((row) => ({ ...row, kindLabel: ALIAS_KIND_LABELS[row.kind as AliasKind] }));
  }

  private duplicates(tx: Tx, id: string): Promise<UnitDuplicate[]> {
    return tx.query<UnitDuplicate & Record<string, unknown>>(
      `select ${briefJson('o')} as unit, d.evidence
         from employer_duplicate d join employer o on o.id = case when d.a_id = $1 then d.b_id else d.a_id end
        where (d.a_id = $1 or d.b_id = $1) and o.status <> 'merged' order by d.score desc, o.name, o.id limit 20`,
      [id],
    );
  }

  private async settlements(tx: Tx, id: string): Promise<CountOf[]> {
    const rows = await tx.query<{ status: SettlementStatus; count: number }>(
      `select status, count(*)::int as count from employer_school where employer_id = $1 group by status order by 2 desc, 1`,
      [id],
    );
    return rows.map(({ status, count }) => ({ label: SETTLEMENT_STATUS_LABELS[status], count }));
  }

  /** What happened to the units that went into this one belongs to its history, too. */
  private async history(tx: Tx, id: string): Promise<UnitHistoryEntry[]> {
    const rows = await tx.query<{
      action: EmployerEventAction;
      actorName: string;
      note: string;
      at: Date;
      unit: string | null;
    }>(
      `select v.action, v.actor_name as "actorName", v.note, v.at, case when e.id <> $1 then e.name end as unit
         from employer e join employer_event v on v.employer_id = e.id
        where e.id = $1 or e.merged_into = $1 order by v.at desc, v.id desc limit ${HISTORY}`,
      [id],
    );
    return rows.map(({ action, actorName, note, at, unit }) => ({
      sentence: EMPLOYER_EVENT_SENTENCES[action] + (unit ? `（${unit}）` : ''),
      actorName,
      note,
      at,
    }));
  }
}
