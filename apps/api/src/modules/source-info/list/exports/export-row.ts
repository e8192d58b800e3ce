import {
  codeOfColumn,
  exportColumn,
  LEVEL_STANDING_LABELS,
  levelStanding,
  maskAddress,
  maskMobile,
  maskName,
  maskTel,
  type ReviewRole,
  type SourceExportColumn,
  sourceField,
  type SourceKey,
  sourceStateLabel,
  sourceText,
} from '@qiancheng/shared';
import { regionName } from '@qiancheng/shared/regions';
import type { FieldCipher } from '../../../../platform/crypto/index.js';
import type { ExportRow } from '../../../../platform/sheets/index.js';
import { ACCOUNT_STATES, PERSONAL_FIELD_LABELS, type PersonalField, stateOf } from '../../../people/index.js';
import { FAMILY_FIELDS, PLAIN_COLUMNS, type PlainKey, SEALED_FIELDS } from '../../records/source-columns.js';
import type { ListRow } from '../list-row.js';

/** A row of the list, with the sealed columns that this export needs. */
export type ExportSource = ListRow & {
  id_no_enc: Buffer | null;
  phone_enc: Buffer | null;
  address_enc: Buffer | null;
  family_enc: Buffer | null;
};

type SealedKey = keyof typeof SEALED_FIELDS;
type FamilyKey = (typeof FAMILY_FIELDS)[number];
type Text = (row: ExportSource) => string;

export interface ExportWorld {
  cipher: FieldCipher;
  levels: readonly ReviewRole[];
  clear: boolean;
}

const isPlain = (key: SourceKey): key is PlainKey => Object.hasOwn(PLAIN_COLUMNS, key);
const isSealed = (key: SourceKey): key is SealedKey => Object.hasOwn(SEALED_FIELDS, key);

const MASKS: Partial<Record<SourceKey, (value: string) => string>> = {
  address: maskAddress,
  homePhone: maskTel,
  emergencyName: maskName,
  emergencyPhone: maskMobile,
};

/** The columns of `student` that have to be opened for these: masks of ID number and phone stand beside them already. */
export function sealedColumnsFor(columns: readonly SourceExportColumn[], clear: boolean): string[] {
  const wanted = columns.filter((key): key is SourceKey => exportColumn(key).personal);
  const sealed = wanted.filter(isSealed).filter((key) => clear || key === 'address');
  const family = columns.some((key) => (FAMILY_FIELDS as readonly string[]).includes(codeOfColumn(key) ?? key));
  return [...sealed.map((key) => SEALED_FIELDS[key]), ...(family ? ['family_enc'] : [])];
}

/** The personal fields that an export shows in clear: what the students are told of. */
export function personalFieldsOf(columns: readonly SourceExportColumn[]): PersonalField[] {
  return columns.filter((key): key is PersonalField => Object.hasOwn(PERSONAL_FIELD_LABELS, key));
}

const SHANGHAI_MS = 8 * 3_600_000;
const at = (time: Date | null): string =>
  time ? new Date(time.getTime() + SHANGHAI_MS).toISOString().slice(0, 16).replace('T', ' ') : '';

function ofReview(key: SourceExportColumn, levels: readonly ReviewRole[]): Text | null {
  switch (key) {
    case 'state':
      return (row) => sourceStateLabel(row.state, levels);
    case 'counsellor':
    case 'college':
    case 'center':
      return (row) =>
        levels.includes(key) ? LEVEL_STANDING_LABELS[levelStanding(key, row.state, levels, row.returnedBy)] : '';
    case 'submittedAt':
      return (row) => at(row.submittedAt);
    case 'returns':
      return (row) => String(row.returns);
    case 'waitingSince':
      return (row) => (['not_started', 'returned'].includes(row.state) ? '' : at(row.stateAt));
    case 'differs':
      return (row) => (row.differs ?? []).map((field) => sourceField(field).label).join('、');
    case 'findings':
      return (row) => (row.findings ?? []).map(({ rule, detail }) => `${rule} ${detail}`).join('；');
    case 'account':
      return (row) => ACCOUNT_STATES[stateOf({ status: row.status, activatedAt: row.activatedAt, locked: false })];
    case 'wechat':
      return (row) => (row.wechat ? '已绑定' : '');
    default:
      return null;
  }
}

function ofPlace(key: SourceExportColumn): Text | null {
  switch (key) {
    case 'cohort':
      return (row) => String(row.cohort);
    case 'collegeName':
    case 'majorName':
    case 'majorCode':
    case 'className':
      return (row) => row[key];
    default:
      return null;
  }
}

/** Few values make up a column of codes: each is put into words once. */
function inWords(known: Map<string, string>, key: SourceKey, value: string): string {
  const found = known.get(value);
  if (found !== undefined) return found;
  const text = sourceText(key, value, regionName);
  known.set(value, text);
  return text;
}

function ofField(key: SourceKey, { cipher, clear }: ExportWorld): Text {
  if (isPlain(key)) {
    if (key === 'lengthYears') return (row) => (row.lengthYears ? String(Number(row.lengthYears)) : '');
    if (!['code', 'region', 'month'].includes(sourceField(key).kind)) return (row) => row[key] ?? '';
    const known = new Map<string, string>();
    return (row) => inWords(known, key, row[key] ?? '');
  }
  if (!clear && key === 'idNo') return (row) => row.idNoMasked ?? '';
  if (!clear && key === 'phone') return (row) => row.phoneMasked ?? '';
  const mask = clear ? undefined : MASKS[key];
  const shown = (value: string): string => (value !== '' && mask ? mask(value) : value);
  if (isSealed(key)) {
    const column = SEALED_FIELDS[key];
    return (row) => {
      const sealed = row[column];
      return sealed ? shown(cipher.open('student', column, row.id, sealed)) : '';
    };
  }
  const family = familyOf(cipher);
  if (key === 'emergencyRelation') return (row) => sourceText(key, family(row)[key] ?? '', regionName);
  return (row) => shown(family(row)[key as FamilyKey] ?? '');
}

type Family = Partial<Record<string, string>>;
/** Opened once a row, whatever number of columns is taken from it. */
const opened = new WeakMap<ExportSource, Family>();

function familyOf(cipher: FieldCipher): (row: ExportSource) => Family {
  return (row) => {
    const known = opened.get(row);
    if (known) return known;
    const family = row.family_enc
      ? (JSON.parse(cipher.open('student', 'family_enc', row.id, row.family_enc)) as Family)
      : {};
    opened.set(row, family);
    return family;
  };
}

function textOf(key: SourceExportColumn, world: ExportWorld): Text {
  const place = ofPlace(key) ?? ofReview(key, world.levels);
  if (place) return place;
  const code = codeOfColumn(key);
  if (code === 'emergencyRelation') {
    const family = familyOf(world.cipher);
    return (row) => family(row)['emergencyRelation'] ?? '';
  }
  if (code) return (row) => (isPlain(code) ? (row[code] ?? '') : '');
  return ofField(key as SourceKey, world);
}

/** One sheet row from one student; which columns and how is decided once for all rows. */
export function exportRowMaker(
  columns: readonly SourceExportColumn[],
  world: ExportWorld,
): (row: ExportSource) => ExportRow<SourceExportColumn> {
  const texts = columns.map((key) => [key, textOf(key, world)] as const);
  return (row) => {
    const made: ExportRow<SourceExportColumn> = {};
    for (const [key, text] of texts) made[key] = text(row);
    return made;
  };
}
