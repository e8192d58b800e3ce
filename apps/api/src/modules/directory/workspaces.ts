import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../platform/context/index.js';
import { Db } from '../../platform/database/index.js';
import type { WorkspaceCohort, WorkspaceList } from './http/directory.dto.js';

type SettlementStatus = 'waiting' | 'pending' | 'returned' | 'approved' | 'rejected' | 'suspended' | 'withdrawn';

const STATUS_LABELS: Record<SettlementStatus, string> = {
  waiting: '等平台认证',
  pending: '学校审核中',
  returned: '学校退回，待补充',
  approved: '已通过学校审核',
  rejected: '学校审核未通过',
  suspended: '学校已暂停',
  withdrawn: '已撤回申请',
};

interface Row {
  school_code: string;
  school_name: string;
  status: SettlementStatus;
  cohorts: WorkspaceCohort[];
}

@Injectable()
export class Workspaces {
  constructor(private readonly db: Db) {}

  /** The schools that this unit has settled at or applied to, with their cohorts. No data of students is read. */
  async list(ctx: RequestContext): Promise<WorkspaceList> {
    const rows = await this.db.read(ctx, (tx) =>
      tx.query<Row>(
        `select s.code as school_code, s.name as school_name, x.status,
                coalesce((select jsonb_agg(jsonb_build_object('year', c.year, 'open', c.is_open) order by c.year desc)
                            from cohort c where c.school_id = s.id), '[]') as cohorts
           from employer_school x
           join school s on s.id = x.school_id
          where x.employer_id = $1 and s.status = 'open'
          order by x.status = 'approved' desc, s.code`,
        [ctx.actor.employerId ?? null],
      ),
    );
    return {
      items: rows.map((row) => ({
        schoolCode: row.school_code,
        schoolName: row.school_name,
        status: row.status,
        statusLabel: STATUS_LABELS[row.status],
        cohorts: row.status === 'approved' ? row.cohorts : [],
      })),
    };
  }
}
