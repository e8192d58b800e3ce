import type { Tx } from '../../../platform/database/index.js';
import type { RosterKey, RosterValues } from './roster-sheet.js';

interface College {
  id: string;
  name: string;
  code: string;
  [column: string]: unknown;
}

interface Major {
  id: string;
  name: string;
  code: string;
  collegeId: string;
  levelCode: string;
  lengthYears: string;
  [column: string]: unknown;
}

export interface RosterClass {
  id: string;
  name: string;
  code: string | null;
  active: boolean;
  collegeId: string;
  collegeName: string;
  majorId: string;
  majorName: string;
  levelCode: string;
  lengthYears: string;
  [column: string]: unknown;
}

/** Classes by their ids. */
export type RosterClasses = ReadonlyMap<string, RosterClass>;

const CLASSES = `select k.id, k.name, k.code, k.is_active as active, g.id as "collegeId", g.name as "collegeName", m.id as "majorId",
    m.name as "majorName", m.level_code as "levelCode", coalesce(k.length_years, m.length_years)::float::text as "lengthYears"
  from school_class k join college g on g.school_id = k.school_id and g.id = k.college_id
  join major m on m.school_id = k.school_id and m.id = k.major_id
 where k.school_id = $1 and k.cohort = $2`;

/** Those of these classes that the cohort still has. */
export async function classesOf(tx: Tx, cohort: number, ids: readonly string[]): Promise<RosterClasses> {
  const classes = await tx.query<RosterClass>(`${CLASSES} and k.id = any($3::uuid[])`, [
    tx.schoolId,
    cohort,
    [...new Set(ids)],
  ]);
  return new Map(classes.map((one) => [one.id, one]));
}

/** What the unit columns of a row come to: the class, or the units that it names besides. */
export interface UnitsFound {
  class: RosterClass | null;
  collegeId: string | null;
  majorIds: readonly string[] | null;
  problems: { key: RosterKey; reason: string }[];
}

/** Colleges, majors and the classes of one cohort by what people write into a sheet; read once for a whole file. */
export class RosterUnits {
  private constructor(
    private readonly colleges: ReadonlyMap<string, College[]>,
    private readonly majors: ReadonlyMap<string, Major[]>,
    private readonly classes: ReadonlyMap<string, RosterClass[]>,
    private readonly byId: ReadonlyMap<string, RosterClass>,
    private readonly cohort: number,
  ) {}

  static async of(tx: Tx, cohort: number): Promise<RosterUnits> {
    const colleges = await tx.query<College>('select id, name, code from college where school_id = $1', [tx.schoolId]);
    const majors = await tx.query<Major>(
      `select id, name, code, college_id as "collegeId", level_code as "levelCode", length_years::float::text as "lengthYears"
         from major where school_id = $1`,
      [tx.schoolId],
    );
    const classes = await tx.query<RosterClass>(CLASSES, [tx.schoolId, cohort]);
    return new RosterUnits(
      named(colleges),
      named(majors),
      named(classes),
      new Map(classes.map((one) => [one.id, one])),
      cohort,
    );
  }

  class(id: string | null): RosterClass | undefined {
    return id === null ? undefined : this.byId.get(id);
  }

  find(values: Pick<RosterValues, 'college' | 'major' | 'majorCode' | 'class' | 'classCode'>): UnitsFound {
    const problems: UnitsFound['problems'] = [];
    const complain = (key: RosterKey, reason: string): null => {
      problems.push({ key, reason });
      return null;
    };
    const own = this.classOf(values, complain);
    const college = this.collegeOf(values.college, own, complain);
    const majors = this.majorsOf(values, own, complain);
    return { class: own, collegeId: college?.id ?? null, majorIds: majors?.map(({ id }) => id) ?? null, problems };
  }

  private classOf(values: Pick<RosterValues, 'class' | 'classCode'>, complain: Complain): RosterClass | null {
    const [byName, byCode] = [values.class, values.classCode].map((text) => this.classes.get(plain(text))?.[0]);
    if (values.class !== '' && !byName) {
      return complain('class', `${this.cohort} 届没有叫“${shown(values.class)}”的班级，请先在“学院和班级”里加上`);
    }
    if (values.classCode !== '' && !byCode) {
      return complain('classCode', `${this.cohort} 届没有代码是“${shown(values.classCode)}”的班级`);
    }
    if (byName && byCode && byName.id !== byCode.id) {
      return complain('classCode', `这个代码是“${byCode.name}”，和所在班级对不上`);
    }
    const found = byName ?? byCode ?? null;
    if (found && !found.active) return complain(byName ? 'class' : 'classCode', `“${found.name}”已经停用`);
    return found;
  }

  private collegeOf(text: string, own: RosterClass | null, complain: Complain): College | null {
    if (text === '') return null;
    const found = this.colleges.get(plain(text)) ?? [];
    if (found.length === 0) return complain('college', `没有叫“${shown(text)}”的学院`);
    if (!own) return found.length === 1 ? (found[0] as College) : null;
    const same = found.find(({ id }) => id === own.collegeId);
    return same ?? complain('college', `“${own.name}”属于“${own.collegeName}”，和所在院系对不上`);
  }

  private majorsOf(
    { major, majorCode }: Pick<RosterValues, 'major' | 'majorCode'>,
    own: RosterClass | null,
    complain: Complain,
  ): Major[] | null {
    const found = (['major', 'majorCode'] as const).flatMap((key): [RosterKey, Major[]][] => {
      const text = key === 'major' ? major : majorCode;
      return text === '' ? [] : [[key, this.majors.get(plain(text)) ?? []]];
    });
    for (const [key, majors] of found) {
      const text = shown(key === 'major' ? major : majorCode);
      if (majors.length === 0) {
        return complain(key, key === 'major' ? `没有叫“${text}”的专业` : `没有代码是“${text}”的专业`);
      }
      if (own && majors.every(({ id }) => id !== own.majorId)) {
        return complain(
          key,
          `“${own.name}”是“${own.majorName}”专业的班级，和${key === 'major' ? '专业' : '专业代码'}对不上`,
        );
      }
    }
    return found[0]?.[1] ?? null;
  }
}

type Complain = (key: RosterKey, reason: string) => null;

function named<T extends { name: string; code: string | null }>(units: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const unit of units) {
    for (const key of new Set([plain(unit.name), plain(unit.code ?? '')])) {
      if (key !== '') found.set(key, [...(found.get(key) ?? []), unit]);
    }
  }
  return found;
}

const shown = (text: string): string => [...text].slice(0, 30).join('');

/** Brackets and blanks as people type them are no other name. */
function plain(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}
