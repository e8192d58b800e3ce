import { Injectable } from '@nestjs/common';
import { type SigningState, STATE_LABELS } from '@qiancheng/shared';
import { Db } from '../../platform/database/index.js';
import { offsetOf, pageOf, type PageQuery } from '../../platform/http/index.js';
import type { CohortFacts, SchoolPage, SchoolRow, StateCount } from './http/platform.dto.js';

interface School {
  id: number;
  code: string;
  name: string;
  status: 'open' | 'closed';
  total: number;
}

/** How big each school is and how far it has come. Numbers only: operators see nobody's agreement. */
@Injectable()
export class SchoolsOverview {
  constructor(private readonly db: Db) {}

  async list(query: PageQuery): Promise<SchoolPage> {
    const schools = await this.db.system((tx) =>
      tx.query<School>(
        `select id, code, name, status, count(*) over ()::int as total from school order by status = 'closed', code limit $1 offset $2`,
        [query.pageSize, offsetOf(query)],
      ),
    );
    const items: SchoolRow[] = [];
    // The tenant fence shows one school at a time, to operators as to everybody.
    for (const school of schools) items.push(await this.row(school));
    return pageOf(items, schools[0]?.total ?? (await this.count()), query);
  }

  private row({ id, code, name, status }: School): Promise<SchoolRow> {
    return this.db.read({ schoolId: id }, async (tx) => {
      const cohorts = await tx.query<CohortFacts>(
        `select c.year, c.is_open as open,
                (select count(*)::int from student s where s.school_id = $1 and s.cohort = c.year) as students
           from cohort c where c.school_id = $1 order by c.year desc`,
        [id],
      );
      const counts = await tx.query<{ state: SigningState; count: number }>(
        'select state, count(*)::int as count from signing_case where school_id = $1 group by state order by state',
        [id],
      );
      const states: StateCount[] = counts.map(({ state, count }) => ({ state, label: STATE_LABELS[state], count }));
      return {
        code,
        name,
        status,
        cohorts,
        students: sum(cohorts, 'students'),
        agreements: sum(states, 'count'),
        states,
      };
    });
  }

  /** For a page beyond the last. */
  private async count(): Promise<number> {
    return (await this.db.system((tx) => tx.one<{ total: number }>('select count(*)::int as total from school'))).total;
  }
}

function sum<K extends string>(rows: readonly Record<K, number>[], key: K): number {
  return rows.reduce((total, row) => total + row[key], 0);
}
