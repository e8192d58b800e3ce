import { formatAmount } from '../format.js';
import type { AgreementValues } from './values.js';

export interface FieldWarning {
  path: string;
  message: string;
}

/**
 * Longest probation by the length of the contract (劳动合同法 第十九条): under a year one month, under three years
 * two, from three years on and without a fixed term six. Public institutions may agree on twelve.
 */
export function longestProbation(contractYears: number, publicInstitution = false): number {
  if (publicInstitution) return 12;
  if (contractYears === 0 || contractYears >= 3) return 6;
  return contractYears < 1 ? 1 : 2;
}

const PUBLIC_NATURES = ['20', '21', '22', '23', '29'];

/** Whether the unit's staff are under the rules of public institutions. */
export const isPublicInstitution = (natureCode: string | null): boolean =>
  natureCode !== null && PUBLIC_NATURES.includes(natureCode);

/** Worth a second look, for whoever writes it and whoever reads it. A warning never blocks. */
export function agreementWarnings(values: AgreementValues, penaltyWarnAbove = 5000): FieldWarning[] {
  const { terms, breach, archive, employer } = values;
  const warnings: FieldWarning[] = [];
  const warn = (path: string, message: string): void => void warnings.push({ path, message });
  const { contractYears, probationMonths, salaryProbation, salaryRegular } = terms;
  if (contractYears !== null && probationMonths !== null) {
    const longest = longestProbation(contractYears, isPublicInstitution(employer.natureCode));
    const term = contractYears === 0 ? '无固定期限合同' : `${contractYears} 年合同`;
    if (probationMonths > longest) warn('terms.probationMonths', `${term}的试用期一般不超过 ${longest} 个月。`);
  }
  if ((probationMonths ?? 0) > 0 && salaryProbation !== null && salaryRegular !== null && salaryRegular > 0) {
    if (salaryProbation < salaryRegular * 0.8) {
      const share = Math.floor((salaryProbation / salaryRegular) * 100);
      warn('terms.salaryProbation', `试用期月薪是转正的 ${share}%，低于法定的 80%。`);
    }
    if (salaryProbation > salaryRegular) warn('terms.salaryProbation', '试用期月薪高于转正月薪，请核对是不是填反了。');
  }
  if (salaryRegular !== null && salaryRegular > 0 && salaryRegular < 1000) {
    warn('terms.salaryRegular', '转正月薪不到 1,000 元，请核对单位是不是「元」。');
  }
  if (salaryRegular !== null && salaryRegular >= 120_000) {
    warn('terms.salaryRegular', '转正月薪很高，请核对是不是填成了年薪。');
  }
  const missing = ['pension', 'medical', 'unemployment', 'injury', 'maternity'].filter(
    (kind) => !terms.insurance.includes(kind),
  );
  if (terms.insurance.length > 0 && missing.length > 0) warn('terms.insurance', '社会保险没有选全五项，请核对。');
  if (breach.penalty !== null && breach.penalty > penaltyWarnAbove) {
    warn('breach.penalty', `违约金高于 ${formatAmount(penaltyWarnAbove)} 元，学生会看到提醒。能发，建议降低。`);
  }
  if (archive.archiveMode === 'unit' && (employer.natureCode === '39' || employer.natureCode === '33')) {
    warn('archive.archiveMode', '民营企业一般不能直接接收档案，请核对接收资质，或改由托管机构接收。');
  }
  return warnings;
}
