import {
  AGREEMENT_BLOCKS,
  CERTIFIED_EMPLOYER_KEYS,
  emptyAgreementValues,
  type AgreementValues,
} from '@qiancheng/shared';
import { canonicalJson } from '../../../platform/audit/index.js';
import type { EmployerFacts } from '../case-row.js';
import type { AgreementValuesInput } from '../http/dto/values-input.dto.js';

/** The unit's own facts as the platform has certified them; nobody types these. */
function certifiedFacts(employer: EmployerFacts): Partial<AgreementValues['employer']> {
  return {
    name: employer.name,
    creditCode: employer.credit_code,
    natureCode: employer.nature_code,
    industryCode: employer.industry_code,
    regionCode: employer.region_code,
  };
}

export function certified(values: AgreementValues, employer: EmployerFacts): AgreementValues {
  return { ...values, employer: { ...values.employer, ...certifiedFacts(employer) } };
}

/**
 * A new invitation: what this person wrote last time, without what belongs to one student, or else what is known of
 * the unit. The address is the registered one, and the form says so.
 */
export function newDraft(employer: EmployerFacts, person: string, last: AgreementValues | null): AgreementValues {
  const empty = emptyAgreementValues();
  const base = last
    ? {
        employer: { ...empty.employer, ...last.employer },
        terms: { ...empty.terms, ...last.terms },
        archive: { ...empty.archive, ...last.archive },
        breach: { ...empty.breach, ...last.breach },
      }
    : {
        ...empty,
        employer: {
          ...empty.employer,
          contactName: person,
          address: employer.address || null,
          postcode: employer.postcode || null,
          superiorDepartment: employer.superior_department || null,
        },
      };
  return certified(base, employer);
}

const FIELDS = new Map(AGREEMENT_BLOCKS.map((block) => [block.key, block.fields.map((field) => field.key)]));

/** The draft with what was sent over it, field by field; fields that the form does not have are not taken. */
export function mergedDraft(
  before: AgreementValues,
  input: AgreementValuesInput,
  employer: EmployerFacts,
): AgreementValues {
  const empty = emptyAgreementValues();
  const merged = Object.fromEntries(
    AGREEMENT_BLOCKS.map(({ key }) => {
      const given = definedOnly((input[key] ?? {}) as Record<string, unknown>, FIELDS.get(key) ?? []);
      return [key, { ...empty[key], ...before[key], ...given }];
    }),
  ) as unknown as AgreementValues;
  return certified(merged, employer);
}

function definedOnly(given: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  const certifiedKeys: readonly string[] = CERTIFIED_EMPLOYER_KEYS;
  return Object.fromEntries(
    keys.filter((key) => given[key] !== undefined && !certifiedKeys.includes(key)).map((key) => [key, given[key]]),
  );
}

/** An emptied field and one that was never filled are the same to a reader. */
function comparable(block: object): string {
  const entries = Object.entries(block).filter(([, value]) => value !== null && value !== '' && value !== undefined);
  return canonicalJson(Object.fromEntries(entries));
}

export function changedBlocks(before: AgreementValues, after: AgreementValues): Set<string> {
  return new Set(
    AGREEMENT_BLOCKS.map(({ key }) => key).filter((key) => comparable(before[key] ?? {}) !== comparable(after[key])),
  );
}
