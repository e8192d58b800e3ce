import { Injectable } from '@nestjs/common';
import { shanghaiDate } from '@qiancheng/shared';
import { scopeWhere } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { Inbox } from '../../notifications/index.js';
import { type UnitTodo, UnitTodos } from '../../registration/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import type { DueDay, EmployerSummary, StageView, TodoKind, TodoView } from '../http/dto/employer.dto.js';
import { employerCounts } from './employer-counts.js';
import { ballOf, EMPLOYER_ROW_SQL, type EmployerRow } from './employer-rows.js';
import { STAGE_STATES } from './employer-list.js';

const EVENTS = 6;
const TODOS = 8;

@Injectable()
export class EmployerSummaryQueries {
  constructor(
    private readonly db: Db,
    private readonly policies: SchoolPolicies,
    private readonly inbox: Inbox,
    private readonly unitTodos: UnitTodos,
  ) {}

  async summary(ctx: RequestContext, cohort: number): Promise<EmployerSummary> {
    const ofUnit = await this.unitTodos.list(ctx);
    return this.db.read(ctx, async (tx) => {
      const schoolId = ctx.schoolId as number;
      const { policy } = await this.policies.current(tx, schoolId);
      const rows = await this.rows(tx, ctx, cohort);
      const ours = new Set<string>();
      for (const row of rows) {
        if (ballOf(await this.policies.version(tx, schoolId, row.policy_version), row) === 'us') ours.add(row.id);
      }
      return {
        counts: await employerCounts(tx, ctx, cohort, policy),
        stages: stages(rows, ours),
        todos: [...ofUnit.map(unitTodo), ...todos(rows, ours)],
        due: due(rows),
        events: await this.inbox.latest(tx, ctx, EVENTS, schoolId),
      };
    });
  }

  private rows(tx: Tx, ctx: RequestContext, cohort: number): Promise<EmployerRow[]> {
    const params: unknown[] = [];
    const where = `${scopeWhere(ctx, 'c', params)} and c.cohort = $${params.push(cohort)} and c.state <> 'WITHDRAWN'`;
    return tx.query<EmployerRow>(
      `select ${EMPLOYER_ROW_SQL} where ${where} order by c.deadline_at nulls last, c.state_since, c.id`,
      params,
    );
  }
}

const inStage = (rows: readonly EmployerRow[], states: readonly string[]): EmployerRow[] =>
  rows.filter((row) => states.includes(row.state));

/** Five stages that add up to the invitations that were sent. */
function stages(rows: readonly EmployerRow[], ours: ReadonlySet<string>): StageView[] {
  const view = (
    key: keyof typeof STAGE_STATES,
    label: string,
    ball: StageView['ball'],
    note: string | null,
  ): StageView => {
    const found = inStage(rows, STAGE_STATES[key]);
    return {
      key,
      label,
      count: found.length,
      ball: found.length > 0 ? ball : null,
      note,
      ours: found.filter((row) => ours.has(row.id)).length,
    };
  };
  return [
    view('invited', '待学生答复', 'student', null),
    view('review', '学校审核中', 'school', null),
    view('signing', '签章中', null, '学生签名、单位盖章、学院和学校盖章'),
    view('signed', '已签约', null, null),
    view('closed', '没有签成', null, '拒绝、失效、作废或解约'),
  ];
}

const unitTodo = (todo: UnitTodo): TodoView => ({ ...todo, caseId: null, deadlineAt: null });

function todos(rows: readonly EmployerRow[], ours: ReadonlySet<string>): TodoView[] {
  const seals = rows.filter((row) => row.state === 'SIGNING' && ours.has(row.id));
  const drafts = rows.filter((row) => row.state === 'DRAFT_EMP');
  const one = (kind: TodoKind, row: EmployerRow, title: string, action: string): TodoView => ({
    kind,
    caseId: row.id,
    count: 1,
    title,
    whose: `${row.student_name}，${row.major_name}`,
    deadlineAt: row.deadline_at?.toISOString() ?? null,
    action,
  });
  return [
    ...seals.map((row) => one('seal', row, '打印、盖章，寄回学院', '去打印')),
    ...drafts.map((row) => one('draft', row, row.reason_text ? '被退回，改好后重发' : '草稿还没有发送', '继续填写')),
  ].slice(0, TODOS);
}

function due(rows: readonly EmployerRow[]): DueDay[] {
  const days = new Map<string, DueDay>();
  for (const row of inStage(rows, ['INVITED'])) {
    if (!row.deadline_at) continue;
    const date = shanghaiDate(row.deadline_at);
    const day = days.get(date) ?? { date, count: 0, items: [] };
    day.count += 1;
    day.items.push({ caseId: row.id, studentName: row.student_name });
    days.set(date, day);
  }
  return [...days.values()].sort((a, b) => a.date.localeCompare(b.date));
}
