import { codeName, formatAmount, type CertificationField } from '@qiancheng/shared';

/** A fact as people read it. The place is named by its code: whoever shows it looks the name up. */
export function factText(
  field: CertificationField | 'intro',
  value: unknown,
  regionName: (code: string) => string,
): string {
  if (value === null || value === undefined || value === '') return '';
  switch (field) {
    case 'natureCode':
      return codeName('natures', String(value));
    case 'industryCode':
      return codeName('industries', String(value));
    case 'sizeCode':
      return codeName('employerSizes', String(value));
    case 'regionCode':
      return regionName(String(value));
    case 'registeredCapital':
      return Number.isFinite(value) ? `${formatAmount(Number(value))} 万元` : '';
    case 'tags':
      return (value as string[]).map((tag) => codeName('employerTags', tag)).join('、');
    case 'mergedLicence':
      return value ? '是' : '否';
    default:
      return String(value);
  }
}
