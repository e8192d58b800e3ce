import type { Prepared } from '../../../platform/database/index.js';

/** The last of all code points: what begins with a text lies between it and it with this. */
export const LAST_CHARACTER = '\u{10ffff}';

/** Where an audience searches, and what it is told besides. */
interface Search {
  /** Of the school only, or the school's first, or the whole directory. */
  reach: 'school' | 'school-first' | 'all';
  gone: boolean;
  more: string;
}

/** Whoever comes late in the directory's order is told apart here, too. */
const SETTLED = `coalesce((select true from employer_school x
    where x.school_id = $3 and x.employer_id = f.id and x.status = 'approved' limit 1), false) as own`;
const HR = `(select p.name from employer_member m join account p on p.id = m.account_id and p.status = 'active'
    where m.employer_id = f.id and m.status = 'active'
    order by m.role = 'employer_admin' desc, m.created_at, m.account_id limit 1) as "hrName"`;

const SEARCH = {
  student: { reach: 'school', gone: false, more: `f.own, ${HR}` },
  teacher: { reach: 'school-first', gone: false, more: SETTLED },
  employer: { reach: 'all', gone: false, more: 'f.own' },
  platform: { reach: 'all', gone: true, more: 'f.own' },
} as const satisfies Record<string, Search>;
export type Searcher = keyof typeof SEARCH;

function statement(who: Searcher): Prepared {
  const { reach, gone, more }: Search = SEARCH[who];
  return {
    name: `directory-${who}`,
    text: `select f.id, f.name, f.credit_code as "creditCode", f.nature_code as "natureCode", f.industry_code as "industryCode",
                  f.region_code as "regionCode", f.status, ${more},
                  case when f.kind = 2 then (select a.text from employer_alias a
                    where a.employer_id = f.id and a.kind <> 'code' and position($5 in directory_plain(a.norm)) > 0
                    order by char_length(a.text), a.text limit 1) end as alias
             from directory_find($1, $2, $3::integer, ${reach !== 'school'}, ${gone}, $4::text) f
            order by f.place, f.standing, f.own desc, char_length(f.name), f.name, f.id`,
  };
}

/**
 * $1 from, $2 to, $3 the school where there is one, $4 a pattern or null, $5 what was typed. The pattern is for an
 * abbreviation that leaves characters out (湘江精造).
 */
export const SEARCHES: Readonly<Record<Searcher, Prepared>> = {
  student: statement('student'),
  teacher: statement('teacher'),
  employer: statement('employer'),
  platform: statement('platform'),
};
