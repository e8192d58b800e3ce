import {
  certificateLabel,
  type CertificateKind,
  certificatesFor,
  type CertificationData,
  checkCertification,
  checkServices,
} from '@qiancheng/shared';
import { AppError, type FieldError } from '../../../platform/http/index.js';
import type { SchoolAsked } from './draft-row.js';

const problem = (field: string, message: string): FieldError => ({ field, code: 'INCOMPLETE', message });

/** Wrong or missing facts and papers of a unit, each on its field: `data.name`, `files.licence`. */
export function unitProblems(
  data: CertificationData,
  files: Partial<Record<CertificateKind, string>>,
  letterRequired: boolean,
): FieldError[] {
  const facts = Object.entries(checkCertification(data)).map(([field, text]) => problem(`data.${field}`, text));
  const asked = certificatesFor(data).filter((paper) => paper.required);
  const papers = asked.filter((paper) => files[paper.kind] === undefined);
  return [
    ...facts,
    ...papers.map((paper) => problem(`files.${paper.kind}`, `请上传${paper.label}。`)),
    ...(letterRequired ? letterProblems(files) : []),
  ];
}

export function letterProblems(files: Partial<Record<CertificateKind, string>>): FieldError[] {
  return files.authorisation === undefined
    ? [problem('files.authorisation', `请上传${certificateLabel('authorisation')}。`)]
    : [];
}

export function schoolProblems(schools: readonly SchoolAsked[]): FieldError[] {
  if (schools.length === 0) return [problem('schools', '请至少选一所学校。')];
  return schools.flatMap(({ services }, i) =>
    Object.entries(checkServices(services)).map(([field, text]) => problem(`schools[${i}].${field}`, text)),
  );
}

export function refuseProblems(problems: FieldError[]): void {
  if (problems.length === 0) return;
  const words = problems.length === 1 ? problems[0]?.message : `还有 ${problems.length} 处没有填好。请按提示补齐。`;
  throw new AppError('VALIDATION_FAILED', { ...(words ? { detail: words } : {}), errors: problems });
}
