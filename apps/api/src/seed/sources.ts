import {
  checkStudentRow,
  emptySourceValues,
  SOURCE_KEYS,
  sourceDifferences,
  type SourceKey,
  type SourceState,
  type SourceValues,
  USUAL_REGISTRY_FIELDS,
} from '@qiancheng/shared';
import { columnsOf } from '../modules/source-info/index.js';
import { insertRows } from './bulk.js';
import type { SeedContext } from './context.js';
import { mobile } from './numbers.js';
import { Random } from './random.js';

const ROADS = ['新建路', '人民路', '建设路', '解放路', '湘江路', '民主街', '文昌街', '书院路'];
const HOUR = 3_600_000;
/** Between two steps of a review. */
const STEP_HOURS = 10;

/** A stream of its own for each student: what is added here leaves the rest of the demo as it was. */
const ownRandom = (studentNo: string): Random =>
  new Random([...studentNo].reduce((sum, char) => Math.imul(sum, 31) + char.charCodeAt(0), 7));

/** What the school does not know before somebody has begun. */
const UNKNOWN: readonly SourceKey[] = [
  'policeStationBefore',
  'archiveUnitBefore',
  'homePostcode',
  'emergencyName',
  'emergencyRelation',
  'emergencyPhone',
];

/** The school's values of a student: the facts that are given, and the rest made up. */
export function sourceValues(studentNo: string, state: SourceState, facts: Partial<SourceValues>): SourceValues {
  const random = ownRandom(studentNo);
  const years = Number(facts.lengthYears ?? 4);
  const graduation = facts.graduationMonth ?? '';
  const directed = facts.trainingModeCode === '2';
  return {
    ...emptySourceValues(),
    examNo: `${graduation.slice(2, 4)}43${studentNo.replace(/\D/g, '').padStart(10, '0')}`,
    directedUnit: directed ? '龙山县教育局' : '',
    enrolledMonth: `${Number(graduation.slice(0, 4)) - years}09`,
    hardshipCode: random.chance(0.86) ? '0' : random.pick(['1', '2', '2', '3', '4']),
    teacherTrainingCode: random.chance(0.95) ? '2' : '1',
    urbanRuralCode: random.chance(0.45) ? '1' : '2',
    policeStationBefore: `${random.pick(['民安', '城关', '东城', '河西', '开福'])}派出所`,
    householdMovedIn: random.chance(0.15) ? '1' : '0',
    archiveMovedIn: random.chance(0.97) ? '1' : '0',
    archiveUnitBefore: `${random.pick(['第一', '第二', '实验', '育才', '明德'])}中学`,
    homePostcode: `4${random.digits(5)}`,
    emergencyName: `${random.pick([...'王李张刘陈杨'])}${random.pick([...'建国志强秀英玉兰'])}`,
    emergencyRelation: random.pick(['1', '2']),
    emergencyPhone: mobile(random),
    ...facts,
    ...(state === 'not_started' ? Object.fromEntries(UNKNOWN.map((key) => [key, ''])) : {}),
  };
}

/** What the student wrote otherwise; most write what the school has. */
function written(random: Random, school: SourceValues): SourceValues {
  if (random.chance(0.55)) return school;
  const changes: Partial<Record<SourceKey, string>> = {};
  if (random.chance(0.6))
    changes.address = `${random.pick(ROADS)} ${random.int(1, 200)} 号 ${random.int(1, 20)} 栋 ${random.int(101, 2803)}`;
  if (random.chance(0.3)) changes.emergencyPhone = mobile(random);
  if (random.chance(0.2)) changes.politicalCode = '02';
  if (random.chance(0.2)) changes.archiveUnitBefore = `${school.archiveUnitBefore}档案室`;
  if (random.chance(0.15)) changes.homePhone = `0731-8${random.digits(7)}`;
  if (random.chance(0.1)) changes.hardshipCode = '2';
  return { ...school, ...changes };
}

export interface SeededRecord {
  schoolId: number;
  id: string;
  accountId: string;
  name: string;
  cohort: number;
  state: SourceState;
  values: SourceValues;
}

const LEVELS = [
  ['counsellor', 'counsellor_approved', '辅导员'],
  ['college', 'college_approved', '学院'],
  ['center', 'school_approved', '就业中心'],
] as const;

/** How many hours ago each step was: the submission first, the last one some time of the last week. */
function stepsOf({ id, state }: SeededRecord): number[] {
  const passed = LEVELS.findIndex(([, reached]) => reached === state) + 1;
  const after = state === 'returned' ? 1 : passed;
  const last = ownRandom(`${id}/steps`).int(1, 150);
  return Array.from({ length: after + 1 }, (_, i) => last + (after - i) * STEP_HOURS);
}

/** Columns of `student` that say where the review stands. */
export function standingColumns(ctx: SeedContext, record: SeededRecord): Record<string, unknown> {
  const random = ownRandom(`${record.id}`);
  const wrote = written(random, record.values);
  const begun = record.state !== 'not_started';
  const settled = record.state === 'school_approved' || record.state === 'college_approved';
  const steps = stepsOf(record);
  const ago = (hours: number | undefined): Date => new Date(ctx.now.getTime() - (hours ?? 0) * HOUR);
  return {
    source_state_at: ago(steps.at(-1)),
    source_returned_by: record.state === 'returned' ? 'counsellor' : null,
    source_returns: record.state === 'returned' ? 1 : 0,
    source_submitted_at: begun ? ago(steps[0]) : null,
    // whoever passed it took over what the student wrote
    source_differs: begun ? (settled ? [] : sourceDifferences(record.values, wrote, USUAL_REGISTRY_FIELDS)) : null,
  };
}

/** Versions, history and findings of students whose rows are in. */
export async function seedSources(ctx: SeedContext, records: readonly SeededRecord[]): Promise<void> {
  const versions: Record<string, unknown>[] = [];
  const events: Record<string, unknown>[] = [];
  const findings: Record<string, unknown>[] = [];
  for (const record of records) {
    const { id, schoolId, state } = record;
    const steps = stepsOf(record);
    const at = (step: number): Date => new Date(ctx.now.getTime() - (steps[step] ?? 0) * HOUR);
    for (const { rule, field, severity, detail } of findingsOf(ctx, record)) {
      findings.push({ school_id: schoolId, student_id: id, rule, field, severity, detail, found_at: ctx.now });
    }
    if (state === 'not_started') continue;
    const settled = state === 'school_approved' || state === 'college_approved';
    const values = settled ? record.values : written(ownRandom(id), record.values);
    const seal = ctx.cipher.seal('source_version', 'values_enc', `${id}/1`, JSON.stringify(values));
    const who = { school_id: schoolId, student_id: id };
    versions.push({
      ...who,
      no: 1,
      kind: 'submitted',
      values_enc: seal,
      changed: [],
      account_id: record.accountId,
      actor_name: record.name,
      at: at(0),
    });
    const event = (action: string, level: string | null, from: string, to: string, name: string, step: number) => ({
      ...who,
      id: ctx.random.uuid(),
      action,
      level,
      from_state: from,
      to_state: to,
      version_no: 1,
      reason_codes: action === 'return' ? ['address'] : [],
      note: action === 'return' ? '写到乡镇、村组或门牌号，档案和录取材料要寄到。' : '',
      account_id: level ? null : record.accountId,
      actor_name: name,
      at: at(step),
    });
    events.push(event('submit', null, 'not_started', 'submitted', record.name, 0));
    if (state === 'returned') events.push(event('return', 'counsellor', 'submitted', 'returned', '辅导员', 1));
    const reached = LEVELS.findIndex(([, passed]) => passed === state);
    LEVELS.slice(0, reached + 1).forEach(([level, passed, name], i) => {
      events.push(event('pass', level, LEVELS[i - 1]?.[1] ?? 'submitted', passed, name, i + 1));
    });
  }
  await insertRows(ctx.client, 'source_version', versions);
  await insertRows(ctx.client, 'source_event', events);
  await insertRows(ctx.client, 'check_finding', findings);
}

function findingsOf(ctx: SeedContext, { values, cohort }: SeededRecord) {
  const today = ctx.now.toISOString().slice(0, 10);
  return checkStudentRow({ values, idType: '居民身份证', cohort, today, registryDiffers: [] });
}

/** The columns of the values in `student`. */
export const valueColumns = (ctx: SeedContext, id: string, values: SourceValues): Record<string, unknown> =>
  columnsOf(ctx.cipher, id, values, SOURCE_KEYS);
