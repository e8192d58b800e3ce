import { Injectable } from '@nestjs/common';
import { pastedToken, type PastedKind, type PastedToken } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import type { LookupBody, LookupCandidate, LookupResult } from '../http/source-lookup.dto.js';
import { sourceScope } from '../records/source-records.js';

/** What a token found; by kind, for each kind is one statement. */
interface Hit extends Record<string, unknown> {
  id: string;
  key: string;
}

interface Asked extends PastedToken {
  at: number;
}

/** More of one name are told apart by their number, not by reading. */
const CANDIDATES = 50;

const KEYS: Record<PastedKind, { column: string; type: string }> = {
  number: { column: 's.student_no', type: 'text[]' },
  name: { column: 's.name', type: 'text[]' },
  id_no: { column: 's.id_no_mac', type: 'bytea[]' },
};

/** A column pasted from a spreadsheet: whom each line means. Whoever lies out of reach counts as not found. */
@Injectable()
export class SourceLookup {
  constructor(
    private readonly db: Db,
    private readonly cipher: FieldCipher,
  ) {}

  lookup(ctx: RequestContext, { cohort, tokens }: LookupBody): Promise<LookupResult> {
    const asked = tokens.flatMap((line, at): Asked[] => {
      const token = pastedToken(line);
      return token ? [{ ...token, at }] : [];
    });
    return this.db.read(ctx, async (tx) => {
      const found = new Map<number, string[]>();
      for (const kind of ['number', 'id_no', 'name'] as const) {
        await this.find(
          tx,
          ctx,
          cohort,
          kind,
          asked.filter((one) => one.kind === kind),
          found,
        );
      }
      // a passport looks like a student number
      const rest = asked.filter((one) => one.kind === 'number' && !found.has(one.at) && /[A-Z]/i.test(one.text));
      await this.find(tx, ctx, cohort, 'id_no', rest, found);
      return this.result(tx, ctx, tokens, found);
    });
  }

  private async find(
    tx: Tx,
    ctx: RequestContext,
    cohort: number,
    kind: PastedKind,
    asked: readonly Asked[],
    found: Map<number, string[]>,
  ): Promise<void> {
    if (asked.length === 0) return;
    const { column, type } = KEYS[kind];
    const keyOf = (text: string): string | Buffer =>
      kind === 'id_no' ? this.cipher.mac('id_no', text.toUpperCase()) : text;
    const wanted = asked.map(({ text }) => keyOf(text));
    const params: unknown[] = [[...new Set(wanted)], cohort];
    const where = sourceScope(ctx, params);
    const hits = await tx.query<Hit>(
      `select s.id, ${kind === 'id_no' ? `encode(s.id_no_mac, 'hex')` : column} as key
         from student s where ${where} and s.cohort = $2 and ${column} = any($1::${type}) order by s.student_no`,
      params,
    );
    const byKey = new Map<string, string[]>();
    for (const { id, key } of hits) byKey.set(key, [...(byKey.get(key) ?? []), id]);
    asked.forEach(({ at }, i) => {
      const key = wanted[i] as string | Buffer;
      const ids = byKey.get(typeof key === 'string' ? key : key.toString('hex'));
      if (ids) found.set(at, ids);
    });
  }

  private async result(
    tx: Tx,
    ctx: RequestContext,
    tokens: readonly string[],
    found: ReadonlyMap<number, string[]>,
  ): Promise<LookupResult> {
    const inOrder = [...found].sort(([a], [b]) => a - b);
    const several = inOrder.filter(([, ids]) => ids.length > 1);
    const people = await this.people(
      tx,
      ctx,
      several.flatMap(([, ids]) => ids.slice(0, CANDIDATES)),
    );
    return {
      matched: inOrder.flatMap(([at, ids]) => (ids.length === 1 ? [{ at, id: ids[0] as string }] : [])),
      missing: tokens.flatMap((_, at) => (found.has(at) ? [] : [at])),
      ambiguous: several.map(([at, ids]) => ({
        at,
        candidates: ids.flatMap((id) => people.get(id) ?? []),
      })),
    };
  }

  private async people(tx: Tx, ctx: RequestContext, ids: readonly string[]): Promise<Map<string, LookupCandidate>> {
    if (ids.length === 0) return new Map();
    const params: unknown[] = [ids];
    const where = sourceScope(ctx, params);
    const rows = await tx.query<LookupCandidate & Record<string, unknown>>(
      `select s.id, s.student_no as "studentNo", s.name, g.name as "collegeName", m.name as "majorName", k.name as "className"
         from student s
         join college g on g.school_id = s.school_id and g.id = s.college_id
         join major m on m.school_id = s.school_id and m.id = s.major_id
         join school_class k on k.school_id = s.school_id and k.id = s.class_id
        where s.id = any($1::uuid[]) and ${where}`,
      params,
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}
