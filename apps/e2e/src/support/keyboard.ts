import type { Locator, Page } from 'playwright-core';

/** Nobody presses Tab more often than this. */
const MOST = 120;

/** Presses Tab until the target has the focus, and checks that it can be seen there. */
export async function tabTo(page: Page, target: Locator, { backwards = false } = {}): Promise<void> {
  await target.waitFor();
  for (let i = 0; i < MOST; i += 1) {
    await page.keyboard.press(backwards ? 'Shift+Tab' : 'Tab');
    const state = await target.evaluate((element) => {
      if (element !== document.activeElement) return 'elsewhere';
      // a frame around the control, or the picture of a box beside it, may carry the ring
      for (const at of [element, element.parentElement, element.nextElementSibling]) {
        if (!at) continue;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
        if ((outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none') return 'seen';
      }
      return 'unseen';
    });
    if (state === 'seen') return;
    if (state === 'unseen') throw new Error(`focus is on ${target.toString()}, but nobody can see it there`);
  }
  throw new Error(`${MOST} times Tab did not lead to ${target.toString()}`);
}

/** Replaces what stands in the field that has the focus. */
export async function write(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

/** The first school of the demo, on a log-in page; the one of last time is remembered. */
export async function chooseSchool(page: Page): Promise<void> {
  const school = page.getByLabel('学校', { exact: true });
  await tabTo(page, school);
  if (!(await school.inputValue())) await page.keyboard.press('ArrowDown');
}
