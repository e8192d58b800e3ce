import { Injectable } from '@nestjs/common';
import {
  checkSourceValue,
  isSourceKey,
  maskResidentIdShort,
  namesNumber,
  type ReportField,
  reportFieldLabel,
  shanghaiDate,
} from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { SourceNotices } from '../notices/source-notices.js';
import type { SourceRecord } from '../records/source-records.js';
import { shownText } from '../review/source-texts.js';
import type { RosterRecord } from './roster-tables.js';
import type { RosterClasses } from './roster-units.js';

/** A student of the sheet in whom something is another now. */
export interface RosterChange {
  before: SourceRecord;
  after: RosterRecord;
  /** Fields that changed, `class` among them. */
  changes: readonly string[];
}

interface Open extends Record<string, unknown> {
  id: string;
  studentId: string;
  field: ReportField;
  sealed: Buffer;
}

interface Answer {
  id: string;
  field: ReportField;
  change: RosterChange;
  words: string;
}

/** What a roster puts right is an answer to whoever reported it (F-046): the report is closed with it, the student is told. */
@Injectable()
export class RosterReports {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly notices: SourceNotices,
  ) {}

  /** The students' rows are locked, and written. Everything but the messages is one statement. */
  async answer(tx: Tx, ctx: RequestContext, changes: readonly RosterChange[], classes: RosterClasses): Promise<void> {
    const byStudent = new Map(changes.map((change) => [change.before.id, change]));
    const answers = (await this.open(tx, [...byStudent.keys()])).flatMap((report): Answer[] => {
      const change = byStudent.get(report.studentId);
      if (!change || !changedFields(change).has(report.field)) return [];
      return [{ id: report.id, field: report.field, change, words: this.wordsOf(report, change, classes) }];
    });
    if (answers.length === 0) return;
    await tx.exec(
      `update registry_report r set status = 'corrected', answer = a.words, decided_at = $3, decided_by = $4, decided_name = $5
         from jsonb_to_recordset($2::jsonb) as a (id uuid, words text) where r.school_id = $1 and r.id = a.id`,
      [
        tx.schoolId,
        JSON.stringify(answers.map(({ id, words }) => ({ id, words }))),
        this.clock.now(),
        ctx.actor.accountId,
        ctx.actor.displayName,
      ],
    );
    // one link a student: a chain does not take two of one statement
    const answered = Map.groupBy(answers, ({ change }) => change.before.id);
    await this.audit.appendAll(
      tx,
      ctx,
      [...answered].map(([aggregateId, own]) => ({
        schoolId: tx.schoolId,
        aggregateType: 'source',
        aggregateId,
        action: 'source.report_decide',
        after: { fields: own.map(({ field }) => field), outcome: 'corrected', imported: true },
      })),
    );
    for (const { field, change, words } of answers) {
      await this.notices.reportDecided(tx, ctx, change.before, { field, status: 'corrected', answer: words });
    }
  }

  private open(tx: Tx, studentIds: readonly string[]): Promise<Open[]> {
    if (studentIds.length === 0) return Promise.resolve([]);
    return tx.query<Open>(
      `select r.id, r.student_id as "studentId", r.field, r.proposed_enc as sealed from registry_report r
        where r.school_id = $1 and r.student_id = any($2::uuid[]) and r.status = 'open'
        order by r.created_at, r.id for update of r`,
      [tx.schoolId, studentIds],
    );
  }

  /** Kept in clear and sent: a personal value is covered. Whoever had said something else is told that, too. */
  private wordsOf({ id, field, sealed }: Open, { after }: RosterChange, classes: RosterClasses): string {
    const proposed = this.cipher.open('registry_report', 'proposed_enc', id, sealed).trim();
    const label = `导入更正：${reportFieldLabel(field)}现在是`;
    if (!isSourceKey(field)) return said(label, unitName(field, after, classes), proposed);
    const now = after.values[field];
    const [today, { cohort, idType }] = [shanghaiDate(this.clock.now()), after];
    const checked = checkSourceValue(field, proposed, { today, cohort, idType });
    const shown = openText(shownText(field, now, cohort));
    return said(label, shown, checked.ok && checked.value === now ? shown : '');
  }
}

/** Answers carry no long numbers, also those that staff read in the record. */
const openText = (shown: string): string => (namesNumber(shown) ? maskResidentIdShort(shown) : shown) || '空';

const said = (label: string, now: string, proposed: string): string =>
  `${label}“${now}”${now === proposed ? '。' : '，和你报的不同，还不对就再报一次。'}`;

/** As reports name them: a class brings its major and its college along. */
function changedFields({ before, after, changes }: RosterChange): ReadonlySet<string> {
  const fields = new Set(changes);
  if (after.majorId !== before.majorId) fields.add('major');
  if (after.collegeId !== before.collegeId) fields.add('college');
  return fields;
}

function unitName(field: 'college' | 'major' | 'class', after: RosterRecord, classes: RosterClasses): string {
  const own = classes.get(after.classId);
  if (!own) throw new Error('a student stands in a class that is not there');
  return { college: own.collegeName, major: own.majorName, class: own.name }[field];
}
