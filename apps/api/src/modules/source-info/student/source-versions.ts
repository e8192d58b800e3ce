import { Injectable } from '@nestjs/common';
import {
  maskResidentIdShort,
  SOURCE_KEYS,
  sourceField,
  SOURCE_GROUPS,
  type SourceKey,
  sourceText,
} from '@qiancheng/shared';
import { regionName } from '@qiancheng/shared/regions';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type {
  OwnSourceComparison,
  OwnSourceVersion,
  OwnSourceVersionList,
  OwnVersionsQuery,
} from '../http/student-source.dto.js';
import { SourceRecords, type SourceVersion, type VersionKind } from '../records/source-records.js';
import { studentIdOf } from './own-source.js';

const KIND_LABELS: Record<VersionKind, string> = { imported: '学校导入', submitted: '你提交的', edited: '学校修改' };

/** Every version that counted, and two of them side by side. */
@Injectable()
export class SourceVersions {
  constructor(
    private readonly db: Db,
    private readonly records: SourceRecords,
  ) {}

  list(ctx: RequestContext): Promise<OwnSourceVersionList> {
    return this.db.read(ctx, async (tx) => {
      const versions = await this.records.versions(tx, studentIdOf(ctx));
      return { items: versions.map(viewOf).reverse() };
    });
  }

  compare(ctx: RequestContext, { from, to }: OwnVersionsQuery): Promise<OwnSourceComparison> {
    return this.db.read(ctx, async (tx) => {
      const versions = await this.records.versions(tx, studentIdOf(ctx));
      const [left, right] = [from, to].map((wanted) => versions.find(({ no }) => no === wanted));
      if (!left || !right) throw new AppError('NOT_FOUND', { detail: '没有这个版本。' });
      return {
        from: viewOf(left),
        to: viewOf(right),
        rows: SOURCE_KEYS.map((key) => ({
          field: key,
          label: sourceField(key).label,
          group: SOURCE_GROUPS[sourceField(key).group],
          from: textOf(key, left),
          to: textOf(key, right),
          differs: (left.values[key] ?? '') !== (right.values[key] ?? ''),
        })),
      };
    });
  }
}

function textOf(key: SourceKey, { values }: SourceVersion): string {
  // a version from before a field was added has nothing there
  const value = values[key] ?? '';
  // nobody compares an ID number here, and people look over shoulders
  return key === 'idNo' ? maskResidentIdShort(value) : sourceText(key, value, regionName);
}

function viewOf({ no, kind, changed, actorName, at }: SourceVersion): OwnSourceVersion {
  return {
    no,
    kind,
    kindLabel: KIND_LABELS[kind],
    changed: changed.map((key) => sourceField(key).label),
    actorName,
    at: at.toISOString(),
  };
}
