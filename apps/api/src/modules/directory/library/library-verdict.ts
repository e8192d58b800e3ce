import { issueOf } from '../../../platform/sheets/index.js';
import type { LibraryEntry, LibraryIssue } from './check-library-row.js';
import type { Match } from './library-matcher.js';
import { LIBRARY_SHEET, type LibraryColumn } from './library-sheet.js';

export type Verdict = 'code' | 'name' | 'create' | 'error';

export interface CheckedRow {
  row: number;
  values: Record<LibraryColumn, string>;
  issues: LibraryIssue[];
  entry: LibraryEntry;
}

/** What applying this row would do, with what the directory says to it. */
export function verdictOf(checked: CheckedRow, match: Match | undefined): { verdict: Verdict; issues: LibraryIssue[] } {
  const issues = [...checked.issues, ...directoryIssues(checked, match)];
  if (issues.some((issue) => issue.severity === 'error')) return { verdict: 'error', issues };
  return { verdict: match?.by ?? 'create', issues };
}

function directoryIssues(checked: CheckedRow, match: Match | undefined): LibraryIssue[] {
  if (!match) return [];
  const issue = (key: LibraryColumn, reason: string, severity: 'error' | 'warning'): LibraryIssue =>
    issueOf(LIBRARY_SHEET, checked, key, reason, severity);
  if (match.status === 'cancelled') {
    return [issue('name', `“${match.name}”已在 ${match.cancelledOn ?? ''} 注销，不导入。`, 'error')];
  }
  if (match.rivals > 0) {
    const reason = `单位库里有 ${match.rivals + 1} 家都对得上，请填 18 位信用代码。`;
    return [issue(match.by === 'code' ? 'code' : 'name', reason, 'error')];
  }
  if (!match.knownName) {
    return [
      issue('name', `这个代码在单位库里是“${match.name}”。会按代码对上，这个写法记为别名，等平台核对。`, 'warning'),
    ];
  }
  return [];
}
