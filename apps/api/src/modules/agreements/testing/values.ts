import type { AgreementValuesInput } from '../http/dto/values-input.dto.js';
import type { PassBody, SignBody } from '../http/dto/commands.dto.js';
import { CONSENT_VERSION } from '../texts/consent.js';

export const ALL_BLOCKS = ['employer', 'terms', 'archive', 'breach'];

/** A complete invitation. */
export function goodValues(): AgreementValuesInput {
  return {
    employer: {
      contactName: '周敏',
      contactPhone: '0731-80004318',
      contactEmail: 'hr@example.cn',
      address: '长沙县星沙产业基地蓝思路 18 号',
      postcode: '410100',
      opinion: '同意接收',
    },
    terms: {
      post: '软件开发工程师（MES）',
      jobCategoryCode: '13',
      workRegionCode: '430121',
      workAddress: '星沙产业基地蓝思路 18 号',
      startDate: '2027-07-01',
      contractYears: 3,
      probationMonths: 3,
      salaryProbation: 6800,
      salaryRegular: 8500,
      workHoursCode: 'standard',
      insurance: ['pension', 'medical', 'unemployment', 'injury', 'maternity', 'housing_fund'],
      welfare: '提供宿舍',
    },
    archive: {
      archiveMode: 'agency',
      archiveUnit: '长沙市人才服务中心',
      archiveAddress: '长沙市岳麓区杜鹃路 768 号',
      archivePostcode: '410006',
      archivePhone: '0731-80007600',
      hukouMode: 'unit',
      hukouAddress: '长沙县公安局星沙派出所',
    },
    breach: { penalty: 5000, serviceYears: 3, exits: ['further_study', 'enlistment'], supplement: null },
  };
}

export const ACCEPT = { healthCode: '1', opinion: '同意', consentVersion: CONSENT_VERSION };

export const SCHOOL: PassBody['school'] = {
  contact: '王知微',
  phone: '0731-80002206',
  postcode: '410082',
  mailingAddress: '云麓大学明德楼 208',
};

/** Three strokes across the pad that nobody would take for a line. */
export function handwriting(): NonNullable<SignBody['strokes']> {
  const stroke = (x: number, phase: number) =>
    Array.from({ length: 24 }, (_, i) => ({
      x: x + i * 6,
      y: 150 + 60 * Math.sin(i / 3 + phase),
      t: i * 16,
      p: 0.5,
    }));
  return { width: 600, height: 300, strokes: [stroke(60, 0), stroke(220, 1), stroke(380, 2)] };
}
