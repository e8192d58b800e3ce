import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chartOf, makePolicy, toMermaid } from '@qiancheng/shared';

const BEGIN = '<!-- chart:begin -->';
const END = '<!-- chart:end -->';

/** Which module's README shows which process. */
const CHARTS: Record<string, () => string> = {
  agreements: () =>
    toMermaid(
      chartOf(
        makePolicy({
          flows: {
            employer_invite: true,
            student_to_employer: false,
            student_with_proof: false,
            offline_paper: true,
            paper_quota_pct: 20,
            existing_agreement_register: true,
          },
        }),
      ),
    ),
};

/** The README of each module with its state chart, drawn from the process table itself. */
export function chartedReadme(readme: string, module: string): string {
  const chart = CHARTS[module];
  const from = readme.indexOf(BEGIN);
  const to = readme.indexOf(END);
  if (!chart || from < 0 || to < from) return readme;
  return `${readme.slice(0, from)}${BEGIN}\n\n\`\`\`mermaid\n${chart().trim()}\n\`\`\`\n\n${readme.slice(to)}`;
}

export async function moduleCharts(folder: string): Promise<void> {
  for (const module of Object.keys(CHARTS)) {
    const file = path.join(folder, module, 'README.md');
    if (existsSync(file)) writeFileSync(file, chartedReadme(readFileSync(file, 'utf8'), module));
  }
}
