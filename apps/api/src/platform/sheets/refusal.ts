/** Why a file is not read. Plain, because it is thrown on both sides of the process boundary. */
export type RefusalCode = 'SHEET_UNREADABLE' | 'SHEET_TOO_LARGE' | 'SHEET_HOSTILE' | 'SHEET_COLUMNS_MISSING';

export class SheetRefusal extends Error {
  readonly code: RefusalCode;
  /** Shown to people; the code's general sentence when left out. */
  readonly detail: string | undefined;

  constructor(code: RefusalCode, detail?: string, cause?: unknown) {
    super(detail ?? code, cause === undefined ? undefined : { cause });
    this.name = 'SheetRefusal';
    this.code = code;
    this.detail = detail;
  }
}
