import { normaliseEmployerName } from '@qiancheng/shared';
import { pinyin } from 'pinyin-pro';
import { insertRows } from './bulk.js';
import { REGIONS, type SeedContext, sealedPhone } from './context.js';
import { personName, unitName } from './names.js';
import { creditCode, mobile } from './numbers.js';
import type { SchoolSeed } from './schools.js';

export interface EmployerSeed {
  id: string;
  accountId: string;
  hrName: string;
  hrPhone: string;
  /** The office's number: what a unit gives as its contact in an agreement. */
  landline: string;
  name: string;
  creditCode: string;
  natureCode: string;
  industryCode: string;
  regionCode: string;
  address: string;
  postcode: string;
}

const AREA_CODES: Record<string, string> = {
  '4301': '0731',
  '4401': '020',
  '4403': '0755',
  '3101': '021',
  '1101': '010',
};

const FIXED = [
  { name: '湘江精密制造股份有限公司', natureCode: '31', industryCode: '22', registry: '91', hr: '周敏' },
  { name: '云麓数据科技有限公司', natureCode: '39', industryCode: '34', registry: '91', hr: '郑思齐' },
  {
    name: '新疆维吾尔自治区喀什地区疏附县第二十三届全国农业综合开发技术推广服务中心（农产品质量安全检验检测站）',
    natureCode: '29',
    industryCode: '11',
    registry: '12',
    hr: '古丽娜尔·买买提',
  },
];

function oneEmployer(ctx: SeedContext, index: number, taken: Set<string>, codes: Set<string>) {
  const { random } = ctx;
  const [regionCode, city] = index === 0 ? REGIONS[0] : random.pick(REGIONS);
  const fixed = FIXED[index];
  const unit = fixed ?? unitName(random, city, taken);
  taken.add(unit.name);
  let code = creditCode(random, unit.registry, regionCode);
  while (codes.has(code)) code = creditCode(random, unit.registry, regionCode);
  codes.add(code);
  const employer: EmployerSeed = {
    id: random.uuid(),
    accountId: random.uuid(),
    hrName: fixed?.hr ?? personName(random).name,
    hrPhone: mobile(random),
    landline: `${AREA_CODES[regionCode.slice(0, 4)] ?? '0731'}-8${random.int(1_000_000, 9_999_999)}`,
    name: unit.name,
    creditCode: code,
    natureCode: unit.natureCode,
    industryCode: unit.industryCode,
    regionCode,
    address: `${city}市产业基地创新路 ${random.int(1, 400)} 号`,
    postcode: `${regionCode.slice(0, 4)}00`,
  };
  return employer;
}

/** Verified units, each with one HR account hr001 …; the first hundred are settled at both schools. */
export async function seedEmployers(ctx: SeedContext, schools: SchoolSeed[], count: number): Promise<EmployerSeed[]> {
  const taken = new Set<string>();
  const codes = new Set<string>();
  const employers = Array.from({ length: count }, (_, i) => oneEmployer(ctx, i, taken, codes));
  await insertRows(
    ctx.client,
    'employer',
    employers.map((e) => ({
      id: e.id,
      credit_code: e.creditCode,
      name: e.name,
      name_norm: normaliseEmployerName(e.name),
      pinyin: pinyin(e.name, { pattern: 'first', toneType: 'none', type: 'array' }).join('').toLowerCase(),
      nature_code: e.natureCode,
      industry_code: e.industryCode,
      region_code: e.regionCode,
      address: e.address,
      postcode: e.postcode,
      landline: e.landline,
      superior_department: '',
      status: 'verified',
      created_at: ctx.now,
    })),
  );
  await insertRows(
    ctx.client,
    'account',
    employers.map((e, i) => ({
      id: e.accountId,
      audience: 'employer',
      school_id: null,
      login: `hr${String(i + 1).padStart(3, '0')}`,
      name: e.hrName,
      password_hash: ctx.passwordHash,
      status: 'active',
      ...sealedPhone(ctx.cipher, 'account', e.accountId, e.hrPhone),
      email: `hr${i + 1}@example.com`,
      password_at: ctx.now,
      activated_at: ctx.now,
      phone_verified_at: ctx.now,
      email_verified_at: ctx.now,
      created_at: ctx.now,
    })),
  );
  await insertRows(
    ctx.client,
    'employer_member',
    employers.map((e) => ({
      account_id: e.accountId,
      employer_id: e.id,
      role: 'employer_admin',
      status: 'active',
      title: '人力资源部',
      created_at: ctx.now,
    })),
  );
  const links = employers.flatMap((e, i) =>
    schools
      .filter((_, s) => s === 0 || i < 100)
      .map((school) => ({
        employer_id: e.id,
        school_id: school.id,
        status: i > 0 && i % 97 === 0 ? 'pending' : 'approved',
        decided_at: ctx.now,
      })),
  );
  await insertRows(ctx.client, 'employer_school', links);
  return employers;
}
