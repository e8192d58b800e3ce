import { Injectable } from '@nestjs/common';
import { directoryKey } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError, RateLimiter } from '../../../platform/http/index.js';
import type {
  DirectoryHit,
  DirectoryHits,
  StaffDirectoryHit,
  StaffDirectoryHits,
  StudentDirectoryHit,
  StudentDirectoryHits,
} from '../http/directory-search.dto.js';
import { LAST_CHARACTER, SEARCHES, type Searcher } from './search-statements.js';

interface Row {
  id: string;
  name: string;
  creditCode: string | null;
  natureCode: string;
  industryCode: string;
  regionCode: string;
  status: string;
  own: boolean;
  alias: string | null;
  hrName?: string | null;
}

/** Somebody who types asks a few times a second; a machine that reads the directory out asks all the time. */
const BUDGET = { uses: 240, seconds: 60 };
/** Nobody types a longer name; the key of the longest is shorter. */
const LONGEST = 60;
/** A shorter text cannot leave a character out. */
const SHORTEST_ABBREVIATION = 3;

/** Finds units as somebody types: by name, part of it, abbreviation, other names, pinyin or credit code. */
@Injectable()
export class DirectorySearch {
  constructor(
    private readonly db: Db,
    private readonly limiter: RateLimiter,
  ) {}

  /** Only units that are settled at the student's school. Who works there is named, never how to reach them. */
  async forStudent(ctx: RequestContext, q: string): Promise<StudentDirectoryHits> {
    const rows = await this.find(ctx, 'student', q);
    return {
      items: rows.map((row): StudentDirectoryHit => ({
        ...plainHit(row),
        hrName: row.hrName ?? null,
        settled: row.own,
      })),
    };
  }

  async forTeacher(ctx: RequestContext, q: string): Promise<StaffDirectoryHits> {
    return { items: (await this.find(ctx, 'teacher', q)).map(staffHit) };
  }

  async forEmployer(ctx: RequestContext, q: string): Promise<DirectoryHits> {
    const rows = await this.find(ctx, 'employer', q);
    return { items: rows.map((row): DirectoryHit => ({ ...plainHit(row), creditCode: row.creditCode })) };
  }

  async forPlatform(ctx: RequestContext, q: string): Promise<StaffDirectoryHits> {
    return { items: (await this.find(ctx, 'platform', q)).map(staffHit) };
  }

  private async find(ctx: RequestContext, who: Searcher, q: string): Promise<Row[]> {
    await this.spend(ctx);
    const key = directoryKey(q).slice(0, LONGEST);
    if (key === '') return [];
    const school = who === 'student' || who === 'teacher' ? ctx.schoolId : null;
    const rows = await this.ask(who, [key, key + LAST_CHARACTER, school, null, key]);
    const chars = [...key];
    if (rows.length > 0 || chars.length < SHORTEST_ABBREVIATION) return rows;
    const [begin, rest] = [chars.slice(0, 2).join(''), chars.slice(2)];
    const pattern = `${escaped(begin)}%${rest.map(escaped).join('%')}%`;
    return this.ask(who, [begin, begin + LAST_CHARACTER, school, pattern, begin]);
  }

  private ask(who: Searcher, values: readonly unknown[]): Promise<Row[]> {
    return this.db.statement<Row & Record<string, unknown>>(SEARCHES[who], values);
  }

  private async spend(ctx: RequestContext): Promise<void> {
    const { allowed, retryAfter } = await this.limiter.take(
      `directory:${ctx.actor.accountId}`,
      BUDGET.uses,
      BUDGET.seconds,
    );
    if (!allowed) throw new AppError('TOO_MANY_REQUESTS', { extra: { retryAfter } });
  }
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, (char) => `\\${char}`);

function plainHit({ id, name, natureCode, industryCode, regionCode, alias }: Row): Omit<DirectoryHit, 'creditCode'> {
  return { id, name, natureCode, industryCode, regionCode, alias };
}

function staffHit(row: Row): StaffDirectoryHit {
  return { ...plainHit(row), creditCode: row.creditCode, status: row.status, settled: row.own };
}
