import { Injectable } from '@nestjs/common';
import { Db } from '../../../platform/database/index.js';
import type { OpenSchoolList, OpenSchoolView } from './http/wizard.dto.js';

const MOST = 50;

/** Schools that units may ask to settle at: those that have a cohort in work. */
@Injectable()
export class OpenSchools {
  constructor(private readonly db: Db) {}

  async search(q = ''): Promise<OpenSchoolList> {
    const items = await this.db.system((tx) =>
      tx.query<OpenSchoolView & Record<string, unknown>>(
        `select s.code as "schoolCode", s.name as "schoolName", s.center_name as "centerName", s.center_phone as "centerPhone",
                array_agg(c.year order by c.year desc) as cohorts
           from school s join cohort c on c.school_id = s.id and c.is_open
          where strpos(s.name, $1) > 0 or strpos(s.short_name, $1) > 0 or s.code = $1 or $1 = ''
          group by s.id order by s.code limit ${MOST}`,
        [q],
      ),
    );
    return { items };
  }
}
