import { type AgreementValues, emptyAgreementValues } from '@qiancheng/shared';
import type { EmployerSeed } from './employers.js';
import type { Random } from './random.js';
import { POSTS } from './schools.data.js';

const SUPPLEMENTS = [
  '未按期取得毕业证书、学位证书，协议自动终止，互不追究。',
  '单位提供集体宿舍，水电自理；转正后享受补充医疗保险。',
  '试用期内参加单位组织的岗前培训，培训费用由单位承担。',
];

/** A complete invitation: passes the form's own check. */
export function invitationValues(random: Random, employer: EmployerSeed, cohort: number): AgreementValues {
  const [post, jobCategoryCode, low, high] = random.pick(POSTS);
  const salaryRegular = Math.round(random.int(low, high) / 100) * 100;
  const base = emptyAgreementValues();
  const agency = random.chance(0.6);
  return {
    employer: {
      ...base.employer,
      name: employer.name,
      creditCode: employer.creditCode,
      superiorDepartment: null,
      contactName: employer.hrName,
      contactPhone: employer.landline,
      contactEmail: 'hr@example.com',
      address: employer.address,
      postcode: employer.postcode,
      natureCode: employer.natureCode,
      industryCode: employer.industryCode,
      regionCode: employer.regionCode,
      partyOrgUnit: random.chance(0.4) ? `中共${employer.name}委员会`.slice(0, 100) : null,
      opinion: '同意接收',
    },
    terms: {
      ...base.terms,
      post,
      jobCategoryCode,
      workRegionCode: employer.regionCode,
      workAddress: employer.address,
      startDate: `${cohort}-07-${String(random.int(1, 15)).padStart(2, '0')}`,
      contractYears: 3,
      probationMonths: random.pick([2, 3, 3, 6]),
      salaryRegular,
      salaryProbation: Math.ceil((salaryRegular * random.pick([0.8, 0.85, 0.9])) / 100) * 100,
      workHoursCode: 'standard',
      insurance: ['pension', 'medical', 'unemployment', 'injury', 'maternity', 'housing_fund'],
      welfare: random.chance(0.5) ? '提供宿舍，餐补每月 400 元' : null,
    },
    archive: {
      archiveMode: agency ? 'agency' : 'unit',
      archiveUnit: agency ? '长沙市人才服务中心' : employer.name,
      archiveAddress: agency ? '长沙市岳麓区杜鹃路 768 号' : employer.address,
      archivePostcode: agency ? '410013' : employer.postcode,
      archivePhone: '0731-80007600',
      hukouMode: random.chance(0.5) ? 'none' : 'unit',
      hukouAddress: '长沙县公安局星沙派出所',
    },
    breach: {
      penalty: random.pick([0, 2000, 3000, 5000, 5000, 8000]),
      serviceYears: 3,
      exits: base.breach.exits,
      supplement: random.pick(SUPPLEMENTS),
    },
  };
}

/** A plausible scribble in the pad's own 600 × 300 space, sealed like a real one. */
export function scribble(random: Random): string {
  const strokes = Array.from({ length: 5 }, (_, s) => {
    const x0 = 60 + s * 95;
    return Array.from({ length: 14 }, (_, i) => ({
      x: Math.round(x0 + i * 6 + random.int(-3, 3)),
      y: Math.round(150 + Math.sin((i + s) * 0.9) * 60 + random.int(-8, 8)),
      t: s * 400 + i * 16,
    }));
  });
  return JSON.stringify({ width: 600, height: 300, strokes });
}
