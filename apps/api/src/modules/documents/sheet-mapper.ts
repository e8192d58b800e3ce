import { shanghaiDate } from '@qiancheng/shared';
import { EMPTY, fieldTexts } from './display.js';
import type { PrintContent, PrintMark } from './print-source.js';
import type { AgreementSheet, Layout, SealMark, SealSlot, SignatureMark } from './template/sheet.js';
import { copyLabel, titleOf } from './template/titles.js';
import { layoutOf } from './print-key.js';

const SUPPLEMENT_AT: Record<Layout, string> = { A4_duplex2: '见背面备注', A4_cover4: '见第四面备注' };

/** An agreement as data becomes an agreement as words on paper. */
export function sheetOf(content: PrintContent, publicUrl: string): AgreementSheet {
  const layout = layoutOf(content);
  const supplement = content.values.breach.supplement?.trim() ?? '';
  const fields = fieldTexts(content);
  fields.set('breach.supplementHint', supplement ? SUPPLEMENT_AT[layout] : '无');
  return {
    caseId: content.id,
    agreementNo: content.agreementNo ?? '',
    revision: content.revision,
    contentHash: content.contentHash ?? '',
    layout,
    ...titleOf(content.levelCode),
    school: content.school,
    studentName: content.student.name,
    employerName: content.values.employer.name ?? '',
    fields,
    opinions: {
      student: content.student.opinion ?? '',
      employer: content.values.employer.opinion ?? '',
      college: content.schoolBlock?.collegeOpinion ?? '',
      school: content.schoolBlock?.schoolOpinion ?? '',
    },
    supplement,
    signature: signatureOf(content.marks.find((mark) => mark.slot === 'student')),
    seals: sealsOf(content.marks),
    superiorUsed: content.policy.sign.slots.includes('superior') || fields.get('employer.superiorDepartment') !== EMPTY,
    articles: content.articles,
    copies: content.policy.print.copy_roles
      .slice(0, content.policy.print.copies)
      .map((role) => ({ role, label: copyLabel(role) })),
    voidedOn: content.state === 'VOIDED' ? dayOf(content.voidedAt) : null,
    publicUrl,
  };
}

const dayOf = (date: Date | null): string => (date ? shanghaiDate(date) : '');

function signatureOf(mark: PrintMark | undefined): SignatureMark | null {
  if (!mark) return null;
  const date = shanghaiDate(mark.doneAt);
  if (mark.strokes) return { kind: 'handwriting', strokes: mark.strokes, date };
  return { kind: 'typed', name: mark.typedName ?? mark.byName, date };
}

function sealsOf(marks: readonly PrintMark[]): Record<SealSlot, SealMark | null> {
  const of = (slot: SealSlot): SealMark | null => {
    const mark = marks.find((each) => each.slot === slot);
    return mark ? { date: mark.sealDate ?? shanghaiDate(mark.doneAt), byName: mark.byName } : null;
  };
  return { employer: of('employer'), superior: of('superior'), college: of('college'), school: of('school') };
}
