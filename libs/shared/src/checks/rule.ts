import type { SourceKey, SourceValues } from '../source/fields.js';

/** E blocks reporting, W must be explained or mended, I is a hint (check-rules.md). */
export type CheckSeverity = 'E' | 'W' | 'I';
export const CHECK_SEVERITY_LABELS: Readonly<Record<CheckSeverity, string>> = { E: '错误', W: '提醒', I: '参考' };

export interface CheckThreshold {
  label: string;
  unit: string;
  value: number;
}

/** What people read of a rule, the same for both kinds. */
export interface CheckWords {
  /** What the rule is about, in the words of the list. */
  title: string;
  /** When it finds something, as a sentence. */
  sentence: string;
  severity: CheckSeverity;
  /** Where it is shown; the first is the one to go to. */
  fields: readonly SourceKey[];
  /** The standard or practice it comes from. */
  source: string;
  thresholds?: Readonly<Record<string, CheckThreshold>>;
}

/** One student, as the rules see them. */
export interface StudentRow {
  values: SourceValues;
  idType: string;
  cohort: number;
  /** YYYY-MM-DD */
  today: string;
  /** Fields of the registry that differ from the registry's last import. */
  registryDiffers: readonly SourceKey[];
}

/** Decided from one row alone, so also while somebody types. Gives what is wrong, or null. */
export interface RowRule extends CheckWords {
  kind: 'row';
  test: (student: StudentRow) => string | null;
}

/** Needs the others of the cohort; the database decides. `key` names what must not be shared. */
export interface SetRule extends CheckWords {
  kind: 'set';
  key: 'idNo' | 'examNo' | 'phone';
  /** Said where there is no value at all; left out: that is not this rule's matter. */
  missing?: string;
  /** What is said of somebody who shares it with `others` more. */
  finding: (others: number) => string;
}

export type StudentRule = RowRule | SetRule;
