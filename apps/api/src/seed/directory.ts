import { normaliseEmployerName } from '@qiancheng/shared';
import { initialsOf, syllablesOf } from '../modules/directory/index.js';
import { insertRows } from './bulk.js';
import type { SeedContext } from './context.js';
import type { EmployerSeed } from './employers.js';
import { creditCode } from './numbers.js';
import { Random } from './random.js';

/** Of its own, so that what is added here moves nothing of the rest of the demo. */
const SEED = 20_270_518;

interface Extra {
  name: string;
  /** Whose place and trade it shares. */
  like: number;
  status?: 'provisional' | 'cancelled';
  withCode?: boolean;
  branch?: boolean;
}

/** What a directory looks like before somebody has looked: spellings, legacies, branches, and firms that are gone. */
const EXTRAS: readonly Extra[] = [
  { name: '湘江精密制造有限责任公司', like: 0, status: 'provisional' },
  { name: '湘江精密机械制造有限公司', like: 0, status: 'provisional' },
  { name: '云麓数据科技有限公司', like: 1, status: 'provisional' },
  { name: '湘江精密制造股份有限公司株洲分公司', like: 0, withCode: true, branch: true },
  { name: '湘江精密制造股份有限公司深圳分公司', like: 0, withCode: true, branch: true },
  { name: '麓山旧机械厂', like: 0, status: 'cancelled', withCode: true },
  { name: '湘滨贸易有限公司', like: 1, status: 'cancelled', withCode: true },
];

const ALIASES: readonly { of: number; kind: 'former' | 'short' | 'imported'; text: string }[] = [
  { of: 0, kind: 'short', text: '湘江精密' },
  { of: 0, kind: 'former', text: '湘江机床厂' },
  { of: 0, kind: 'imported', text: '湘江精密制造股份公司' },
  { of: 1, kind: 'short', text: '云麓数科' },
];

/** Spells every name for search, then adds duplicates, other names, branches and cancelled units. */
export async function seedDirectory(outer: SeedContext, employers: readonly EmployerSeed[]): Promise<void> {
  const ctx = { ...outer, random: new Random(SEED) };
  await spell(ctx);
  const rows = EXTRAS.map((extra) => rowOf(ctx, extra, employers));
  await insertRows(ctx.client, 'employer', rows);
  await insertRows(
    ctx.client,
    'employer_alias',
    ALIASES.map(({ of, kind, text }) => ({
      id: ctx.random.uuid(),
      employer_id: employers[of]?.id,
      kind,
      text,
      norm: normaliseEmployerName(text),
      source: kind === 'imported' ? '导入：云麓大学' : '平台添加',
      checked: kind !== 'imported',
      created_at: ctx.now,
    })),
  );
}

function rowOf(ctx: SeedContext, extra: Extra, employers: readonly EmployerSeed[]): Record<string, unknown> {
  const like = employers[extra.like];
  if (!like) throw new Error('the demo has no unit to resemble');
  const cancelled = extra.status === 'cancelled';
  return {
    id: ctx.random.uuid(),
    credit_code: extra.withCode ? creditCode(ctx.random, '91', like.regionCode) : null,
    name: extra.name,
    name_norm: normaliseEmployerName(extra.name),
    pinyin: initialsOf(extra.name),
    syllables: syllablesOf(extra.name),
    nature_code: like.natureCode,
    industry_code: like.industryCode,
    region_code: like.regionCode,
    address: '',
    postcode: '',
    landline: '',
    unit_email: '',
    recruit_email: '',
    superior_department: '',
    tags: [],
    intro: '',
    status: extra.status ?? 'verified',
    parent_id: extra.branch ? like.id : null,
    cancelled_on: cancelled ? '2026-11-30' : null,
    cancelled_source: cancelled ? '国家企业信用信息公示系统' : '',
    cancelled_from: cancelled ? 'verified' : null,
    created_at: ctx.now,
    updated_at: ctx.now,
    version: 1,
  };
}

async function spell({ client }: SeedContext): Promise<void> {
  const { rows } = await client.query<{ id: string; name: string }>(
    'select id, name from employer where syllables is null',
  );
  await client.query(
    `update employer e set syllables = s.syllables from unnest($1::uuid[], $2::text[]) as s (id, syllables) where e.id = s.id`,
    [rows.map(({ id }) => id), rows.map(({ name }) => syllablesOf(name))],
  );
}
