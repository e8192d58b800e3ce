import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';

interface Finding {
  rule: string;
  impact: string;
  help: string;
  nodes: string[];
}

/** Runs in the page: what axe finds critical or serious, below `root`. */
async function findings(page: Page, root: string): Promise<Finding[]> {
  // not a script of the page: content rules do not apply to the tool, and reloads take it away
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (within) => {
    const tool = (window as unknown as { axe: typeof axe }).axe;
    const { violations, passes } = await tool.run(within, { resultTypes: ['violations'] });
    if (passes.length === 0) throw new Error(`nothing to look at in ${within}`);
    return violations
      .filter(({ impact }) => impact === 'critical' || impact === 'serious')
      .map(({ id, impact, help, nodes }) => ({
        rule: id,
        impact: impact ?? '',
        help,
        nodes: nodes.map(({ target, failureSummary }) => `${target.join(' ')} — ${failureSummary ?? ''}`),
      }));
  }, root);
}

/** Looks at many screens and judges at the end, so that one run tells everything that is wrong. */
export class Audit {
  private readonly faults: string[] = [];

  /** One page, once `there` is on it. */
  async look(page: Page, name: string, there: Locator): Promise<void> {
    await there.first().waitFor();
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (sideways > 0) this.faults.push(`${name} (${page.url()}): ${sideways} px wider than the screen`);
    await this.judge(page, name, 'html');
  }

  /** The dialog that is open; what lies behind it was looked at before. */
  async lookAtDialog(page: Page, name: string): Promise<void> {
    await page.locator('dialog[open]').waitFor();
    await this.judge(page, name, 'dialog[open]');
  }

  verdict(): void {
    if (this.faults.length > 0) throw new Error(`${this.faults.length} findings:\n${this.faults.join('\n')}`);
  }

  private async judge(page: Page, name: string, root: string): Promise<void> {
    for (const { rule, impact, help, nodes } of await findings(page, root)) {
      const places = nodes.slice(0, 4).map((node) => `    ${node.replace(/\s+/g, ' ')}`);
      this.faults.push(
        `${name} (${page.url()}): ${impact} ${rule}, ${help}, ${nodes.length} places\n${places.join('\n')}`,
      );
    }
  }
}
