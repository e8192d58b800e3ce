import { isSourceKey, SOURCE_KEYS, sourceField, type SourceKey } from './fields.js';

/** Units of the school's tree are facts of the registry, too, though no fields of the form. */
export const REPORT_UNITS = { college: '学院', major: '专业', class: '班级' } as const;
export type ReportField = SourceKey | keyof typeof REPORT_UNITS;
export const REPORT_FIELDS = [...SOURCE_KEYS, ...Object.keys(REPORT_UNITS)] as ReportField[];

export const REPORT_STATUS_LABELS = {
  open: '待核',
  corrected: '已核改',
  kept: '核对无误',
  withdrawn: '已撤回',
} as const;
export type ReportStatus = keyof typeof REPORT_STATUS_LABELS;

export function reportFieldLabel(field: ReportField): string {
  return isSourceKey(field) ? sourceField(field).label : REPORT_UNITS[field];
}

/** Grounds are kept in clear, so no ID number, exam number or phone may stand in them; a date may. */
export function namesNumber(text: string): boolean {
  return /\d{9,}/.test(text.normalize('NFKC').replace(/[\s-]/g, ''));
}
