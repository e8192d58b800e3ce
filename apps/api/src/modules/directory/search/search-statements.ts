import type { Prepared } from '../../../platform/database/index.js';

/** The last of all code points: what begins with a text lies between it and it with this. */
export const LAST_CHARACTER = '\u{10ffff}';

/** Of the school's own only the first hits are looked at: a unit found in the whole directory may be one of them, too. */
const SETTLED = `f.own or coalesce((select true from employer_school x
    where x.school_id = $3 and x.employer_id = f.id and x.status = 'approved' limit 1), false) as own`;
const HR = `(select p.name from employer_member m join account p on p.id = m.account_id and p.status = 'active'
    where m.employer_id = f.id and m.status = 'active'
    order by m.role = 'employer_admin' desc, m.created_at, m.account_id limit 1) as "hrName"`;

/** What an audience is told of each unit besides. */
const MORE = {
  student: `f.own, ${HR}`,
  teacher: SETTLED,
  employer: 'f.own',
  platform: 'f.own',
} as const;
export type Searcher = keyof typeof MORE;

/** A function's rows come in its own order, the best first. */
function statement(who: Searcher): Prepared {
  return {
    name: `directory-${who}`,
    text: `select f.id, f.name, f.credit_code as "creditCode", f.nature_code as "natureCode", f.industry_code as "industryCode",
                  f.region_code as "regionCode", f.status, ${MORE[who]},
                  case when f.kind = 2 then (select a.text from employer_alias a
                    where a.employer_id = f.id and a.kind <> 'code' and position($5 in directory_plain(a.norm)) > 0
                    order by char_length(a.text), a.text limit 1) end as alias
             from directory_find_${who}($1, $2, $3::integer, $4::text) f`,
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
