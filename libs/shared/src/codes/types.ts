export interface CodeEntry {
  code: string;
  name: string;
  /** First and last cohort (graduation year) for which the code is used; open when missing. */
  validFromCohort?: number;
  validToCohort?: number;
  parent?: string;
  attrs?: Readonly<Record<string, string | number | boolean>>;
}

/** '10 机关' pairs, as the source writes them. */
export function entries(text: string): CodeEntry[] {
  return text
    .trim()
    .split(/\s*·\s*/)
    .map((item) => {
      const gap = item.indexOf(' ');
      return { code: item.slice(0, gap), name: item.slice(gap + 1).trim() };
    });
}
