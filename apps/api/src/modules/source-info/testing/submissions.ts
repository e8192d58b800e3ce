import { emptySourceValues, sourceDifferences, type SourceState, type SourceValues } from '@qiancheng/shared';
import type { INestApplicationContext } from '@nestjs/common';
import { Db } from '../../../platform/database/index.js';
import type { Student } from '../../agreements/testing/world.js';
import { SourceRecords } from '../records/source-records.js';

/** Everything that a form needs, as a student of the tests would have it. */
export const GOOD: SourceValues = {
  ...emptySourceValues(),
  name: '欧阳䶮',
  idNo: '11010120020101004X',
  examNo: '23430000000417',
  genderCode: '2',
  ethnicCode: '15',
  birthDate: '2002-01-01',
  levelCode: '31',
  lengthYears: '4',
  trainingModeCode: '1',
  enrolledMonth: '202309',
  graduationMonth: '202706',
  politicalCode: '03',
  hardshipCode: '0',
  teacherTrainingCode: '2',
  originCode: '110101',
  urbanRuralCode: '1',
  policeStationBefore: '民安派出所',
  householdMovedIn: '0',
  archiveMovedIn: '1',
  archiveUnitBefore: '第一中学',
  phone: '13800000021',
  email: 'someone@example.edu.cn',
  address: '龙山县民安街道新建路 12 号',
  homePostcode: '416800',
  emergencyName: '欧阳国',
  emergencyRelation: '1',
  emergencyPhone: '13900000021',
};

/** The student has submitted this; the school's values stand as they are given. */
export async function submitted(
  app: INestApplicationContext,
  student: Student,
  wrote: Partial<SourceValues> = {},
  { state = 'submitted', school = {} }: { state?: SourceState; school?: Partial<SourceValues> } = {},
): Promise<void> {
  const [db, records] = [app.get(Db, { strict: false }), app.get(SourceRecords, { strict: false })];
  const values = { ...GOOD, name: student.name, studentNo: student.no, ...school };
  const own = { ...values, ...wrote };
  await db.tx(student.ctx, async (tx) => {
    await records.writeValues(tx, student.id, values, Object.keys(values) as (keyof SourceValues)[]);
    const changed = sourceDifferences(values, own, []);
    await records.addVersion(tx, student.ctx, student.id, { kind: 'submitted', values: own, changed });
    await records.writeState(tx, student.id, state, { differs: changed });
  });
}
