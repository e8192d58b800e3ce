import type { Tx } from '../../../platform/database/index.js';

interface Named extends Record<string, unknown> {
  id: string;
  name: string;
  code: string | null;
  cohort: number | null;
}

export type Found = { ids: string[] } | { problem: string };

const SEPARATORS = /[、,，;；\n\r]+/;
const WITH_COHORT = /^(\d{4})\s*届?\s*(.+)$/;

/** Colleges and classes by the names that people write into a sheet; read once for a whole file. */
export class UnitFinder {
  private constructor(
    private readonly collegesByName: ReadonlyMap<string, Named[]>,
    private readonly classesByName: ReadonlyMap<string, Named[]>,
  ) {}

  static async of(tx: Tx): Promise<UnitFinder> {
    const colleges = await tx.query<Named>(
      'select id, name, code, null::int as cohort from college where school_id = $1',
      [tx.schoolId],
    );
    const classes = await tx.query<Named>(
      'select id, name, null as code, cohort from school_class where school_id = $1',
      [tx.schoolId],
    );
    const coded = colleges.map((college) => ({ ...college, name: college.code ?? '' }));
    return new UnitFinder(byName([...colleges, ...coded]), byName(classes));
  }

  colleges(text: string): Found {
    return this.find(text, (name) => {
      const [college] = this.collegesByName.get(plain(name)) ?? [];
      return college ? { ids: [college.id] } : { problem: `没有叫“${name}”的学院` };
    });
  }

  classes(text: string): Found {
    return this.find(text, (name) => this.class(name));
  }

  private class(name: string): Found {
    const same = this.classesByName.get(plain(name)) ?? [];
    if (same.length === 1) return { ids: same.map((one) => one.id) };
    if (same.length > 1) {
      const years = same.map((one) => one.cohort).sort();
      return { problem: `“${name}”有 ${years.join('、')} 几届，请写成“${years.at(-1)}届${name}”` };
    }
    const [, year, rest] = WITH_COHORT.exec(name) ?? [];
    const exact = this.classesByName.get(plain(rest ?? ''))?.find((one) => one.cohort === Number(year));
    return exact ? { ids: [exact.id] } : { problem: `没有叫“${name}”的班级` };
  }

  private find(text: string, one: (name: string) => Found): Found {
    const ids = new Set<string>();
    const names = text
      .split(SEPARATORS)
      .map((name) => name.trim())
      .filter(Boolean);
    for (const name of names) {
      const found = one(name);
      if ('problem' in found) return found;
      for (const id of found.ids) ids.add(id);
    }
    return { ids: [...ids] };
  }
}

function byName(units: readonly Named[]): Map<string, Named[]> {
  return Map.groupBy(
    units.filter((unit) => unit.name !== ''),
    (unit) => plain(unit.name),
  );
}

/** Brackets and blanks as people type them are no other name. */
function plain(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}
