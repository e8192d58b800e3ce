import { isPublicInstitution, longestProbation, type AgreementValues } from '@qiancheng/shared';

/** The green line: what was checked and is fine. Nothing where an error or a warning already speaks. */
export function fineText(
  path: string,
  values: AgreementValues,
  errors: Readonly<Record<string, string>>,
  warnings: Readonly<Record<string, string>>,
): string | undefined {
  if (errors[path] || warnings[path]) return undefined;
  const { contractYears, probationMonths, salaryProbation, salaryRegular } = values.terms;
  if (path === 'terms.probationMonths' && contractYears !== null && probationMonths !== null) {
    const longest = longestProbation(contractYears, isPublicInstitution(values.employer.natureCode));
    if (probationMonths > longest) return undefined;
    return `${contractYears === 0 ? '无固定期限' : `${contractYears} 年`}合同最多 ${longest} 个月`;
  }
  if (path === 'terms.salaryProbation' && salaryProbation && salaryRegular) {
    const share = Math.round((salaryProbation / salaryRegular) * 100);
    return share >= 80 ? `是转正的 ${share}%，不低于法定下限` : undefined;
  }
  return undefined;
}
