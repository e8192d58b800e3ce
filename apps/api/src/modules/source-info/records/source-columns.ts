import {
  emptySourceValues,
  maskMobile,
  maskResidentId,
  normaliseName,
  type SourceKey,
  type SourceValues,
} from '@qiancheng/shared';
import type { FieldCipher } from '../../../platform/crypto/index.js';
import { pinyinOf } from '../../../platform/pinyin/index.js';

/** Where a field stands in clear in `student`. The others are sealed: see `SEALED_FIELDS` and `FAMILY_FIELDS`. */
export const PLAIN_COLUMNS = {
  name: 'name',
  studentNo: 'student_no',
  examNo: 'exam_no',
  genderCode: 'gender_code',
  ethnicCode: 'ethnic_code',
  birthDate: 'birth_date',
  levelCode: 'level_code',
  majorDirection: 'major_direction',
  lengthYears: 'length_years',
  trainingModeCode: 'training_mode_code',
  directedUnit: 'directed_unit',
  enrolledMonth: 'enrolled_month',
  graduationMonth: 'graduation_month',
  campus: 'campus',
  politicalCode: 'political_code',
  hardshipCode: 'hardship_code',
  teacherTrainingCode: 'teacher_training_code',
  originCode: 'origin_code',
  originNote: 'origin_note',
  urbanRuralCode: 'urban_rural_code',
  policeStationBefore: 'police_station_before',
  householdMovedIn: 'household_moved_in',
  archiveMovedIn: 'archive_moved_in',
  archiveUnitBefore: 'archive_unit_before',
  email: 'email',
  qq: 'qq',
  homePostcode: 'home_postcode',
} as const satisfies Partial<Record<SourceKey, string>>;
export type PlainKey = keyof typeof PLAIN_COLUMNS;
export const PLAIN_KEYS = Object.keys(PLAIN_COLUMNS) as PlainKey[];

export const SEALED_FIELDS = { idNo: 'id_no_enc', phone: 'phone_enc', address: 'address_enc' } as const;
type SealedKey = keyof typeof SEALED_FIELDS;
const SEALED_KEYS = Object.keys(SEALED_FIELDS) as SealedKey[];

/** Sealed together in `family_enc`. */
export const FAMILY_FIELDS = ['homePhone', 'emergencyName', 'emergencyRelation', 'emergencyPhone'] as const;
type FamilyValues = Record<(typeof FAMILY_FIELDS)[number], string>;

/** Columns that may not be null: '' is kept as such. */
const EMPTY_TEXT = new Set<PlainKey>([
  'name',
  'studentNo',
  'examNo',
  'majorDirection',
  'directedUnit',
  'campus',
  'originNote',
  'policeStationBefore',
  'archiveUnitBefore',
  'qq',
  'homePostcode',
]);

/** The columns of the values as a select list on `student s`; days and numbers as text. */
export const VALUE_COLUMNS = [
  ...PLAIN_KEYS.map((key) => `s.${PLAIN_COLUMNS[key]}::text as "${key}"`),
  ...Object.values(SEALED_FIELDS).map((column) => `s.${column}`),
  's.family_enc',
].join(', ');

export type ValueRow = { [K in PlainKey]: string | null } & {
  id: string;
  id_no_enc: Buffer | null;
  phone_enc: Buffer | null;
  address_enc: Buffer | null;
  family_enc: Buffer | null;
};

/** Everything in clear: for the student, the comparison, exports with the right to it. Lists take masks instead. */
export function openValues(cipher: FieldCipher, row: ValueRow): SourceValues {
  const values = emptySourceValues();
  for (const key of PLAIN_KEYS) values[key] = row[key] ?? '';
  // 4.0 years are written 4
  if (values.lengthYears !== '') values.lengthYears = String(Number(values.lengthYears));
  for (const key of SEALED_KEYS) {
    const sealed = row[SEALED_FIELDS[key]];
    if (sealed) values[key] = cipher.open('student', SEALED_FIELDS[key], row.id, sealed);
  }
  if (row.family_enc) {
    Object.assign(values, JSON.parse(cipher.open('student', 'family_enc', row.id, row.family_enc)) as FamilyValues);
  }
  return values;
}

/** The columns to write for these fields, with what hangs on them: masks, digests, spelling. */
export function columnsOf(
  cipher: FieldCipher,
  id: string,
  values: SourceValues,
  keys: readonly SourceKey[],
): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  const changed = new Set<SourceKey>(keys);
  for (const key of PLAIN_KEYS) {
    if (!changed.has(key)) continue;
    columns[PLAIN_COLUMNS[key]] = values[key] === '' && !EMPTY_TEXT.has(key) ? null : values[key];
  }
  for (const key of SEALED_KEYS) {
    if (!changed.has(key)) continue;
    const column = SEALED_FIELDS[key];
    columns[column] = values[key] === '' ? null : cipher.seal('student', column, id, values[key]);
  }
  if (changed.has('idNo')) {
    columns['id_no_mac'] = values.idNo === '' ? null : cipher.mac('id_no', values.idNo);
    columns['id_no_masked'] = values.idNo === '' ? null : maskResidentId(values.idNo);
  }
  if (changed.has('phone')) {
    columns['phone_mac'] = values.phone === '' ? null : cipher.mac('phone', values.phone);
    columns['phone_masked'] = values.phone === '' ? null : maskMobile(values.phone);
  }
  if (changed.has('name')) columns['pinyin'] = pinyinOf(normaliseName(values.name));
  if (FAMILY_FIELDS.some((key) => changed.has(key))) {
    const family = Object.fromEntries(FAMILY_FIELDS.map((key) => [key, values[key]]));
    columns['family_enc'] = cipher.seal('student', 'family_enc', id, JSON.stringify(family));
  }
  return columns;
}

/** Columns as members of a JSON object, for a statement that writes many rows. */
export function jsonColumns(columns: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(columns)) members[name] = Buffer.isBuffer(value) ? hexText(value) : value;
  return members;
}

/** How PostgreSQL writes bytes as text. */
const hexText = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;

/** Twelve bytes of a digest. */
const REGISTRY_MAC_CHARS = 16;

/** What DC-05 compares: a digest of the registry's value, field by field. */
export function registryMac(cipher: FieldCipher, key: SourceKey, value: string): string {
  return cipher.macText(`registry.${key}`, value, 'base64').slice(0, REGISTRY_MAC_CHARS);
}
