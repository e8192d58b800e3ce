import type { SchoolPolicy } from '@qiancheng/shared';

/** What is printed of one agreement: plain words in their final form, so that the template only has to place them. */
export interface AgreementSheet {
  caseId: string;
  agreementNo: string;
  revision: number;
  contentHash: string;
  layout: Layout;
  title: string;
  /** `本科生专用` */
  levelLine: string;
  school: { code: string; name: string; centerName: string; centerPhone: string | null };
  studentName: string;
  employerName: string;
  /** `employer.name` → the words in that cell. */
  fields: ReadonlyMap<string, string>;
  opinions: { student: string; employer: string; college: string; school: string };
  supplement: string;
  signature: SignatureMark | null;
  seals: Record<SealSlot, SealMark | null>;
  /** Only units without personnel rights need their superior's seal; otherwise its box is crossed out. */
  superiorUsed: boolean;
  articles: readonly Article[];
  copies: CopyMark[];
  /** Day of voiding, or null. */
  voidedOn: string | null;
  /** Address of the public pages, without a slash at its end. */
  publicUrl: string;
}

export interface Article {
  title: string;
  body: string;
}

export type Layout = SchoolPolicy['print']['layout'];
export type Variant = 'duplex' | 'simplex';
export type SealSlot = 'employer' | 'superior' | 'college' | 'school';

export interface CopyMark {
  role: string;
  /** `毕业生留存` */
  label: string;
}

export interface SealMark {
  date: string;
  byName: string;
}

export interface StrokePoint {
  x: number;
  y: number;
}

export interface Strokes {
  width: number;
  height: number;
  strokes: readonly (readonly StrokePoint[])[];
}

export type SignatureMark =
  { kind: 'handwriting'; strokes: Strokes; date: string } | { kind: 'typed'; name: string; date: string };

/** A printed page of one copy: page 1 is the front of its first sheet. */
export interface Face {
  copy: number;
  page: number;
}

export const PAGES_PER_COPY: Record<Layout, number> = { A4_duplex2: 2, A4_cover4: 4 };

export function verifyUrl(sheet: AgreementSheet, { copy, page }: Face): string {
  const query = new URLSearchParams({
    no: sheet.agreementNo,
    r: String(sheet.revision),
    c: String(copy),
    f: String(page),
  });
  return `${sheet.publicUrl}/verify?${query.toString()}`;
}
