import type { Locator, Page } from 'playwright-core';
import { PASSWORD } from '../support/demo.js';
import type { Person } from '../support/stage.js';

const dialog = (page: Page): Locator => page.getByRole('dialog');

export const acceptButton = (page: Page): Locator => dialog(page).getByRole('button', { name: '接受邀约' });

/** From the invitation to the last step of accepting: everything declared, the password typed, nothing sent yet. */
export async function readyToAccept(page: Page): Promise<void> {
  await page.getByRole('button', { name: '接受邀约' }).click();
  await dialog(page).getByLabel('健康状况').selectOption({ label: '健康' });
  await dialog(page).getByLabel('本人应约意见').fill('同意');
  await dialog(page)
    .getByLabel(/^我读完了全部条款/)
    .check();
  await dialog(page).getByRole('button', { name: '下一步，确认是本人' }).click();
  await dialog(page).getByLabel('登录密码').fill(PASSWORD);
}

export async function accept(page: Page): Promise<void> {
  await readyToAccept(page);
  await acceptButton(page).click();
  await page
    .getByText(/^你已接受，/)
    .first()
    .waitFor();
}

export async function decline(page: Page, reason: string, words: string): Promise<void> {
  await page.getByRole('button', { name: '拒绝', exact: true }).click();
  await dialog(page).getByLabel(reason).check();
  await dialog(page).getByLabel(/^说明/).fill(words);
  await dialog(page).getByRole('button', { name: '拒绝这份邀约' }).click();
  await page.getByText('你已拒绝').first().waitFor();
}

/** The whole text to its end; going on is closed before. */
export async function readToTheEnd(page: Page): Promise<void> {
  const next = page.getByRole('button', { name: '读完后继续' });
  await next.waitFor();
  if ((await next.getAttribute('aria-disabled')) !== 'true') throw new Error('one can sign without reading');
  await page.getByText('全文完').scrollIntoViewIfNeeded();
  await page.getByRole('button', { name: '读完了，去签名' }).click();
}

export async function proveItIsMe(page: Page): Promise<void> {
  await page.getByLabel('登录密码').fill(PASSWORD);
  await page.getByLabel(/^我同意用电子方式签署/).check();
  await page.getByRole('button', { name: '下一步，签名' }).click();
}

type Point = readonly [x: number, y: number];

/** Three strokes that fill the pad like a name, as parts of its width and height. */
const NAME: readonly (readonly Point[])[] = [
  [
    [0.15, 0.3],
    [0.2, 0.7],
    [0.28, 0.35],
    [0.34, 0.75],
  ],
  [
    [0.42, 0.25],
    [0.4, 0.75],
    [0.55, 0.4],
    [0.58, 0.7],
  ],
  [
    [0.66, 0.3],
    [0.82, 0.32],
    [0.7, 0.72],
    [0.86, 0.68],
  ],
];

/** Points between the corners, as a hand leaves them. */
function along(stroke: readonly Point[]): Point[] {
  return stroke.flatMap((to, index) => {
    const from = stroke[index - 1];
    if (!from) return [to];
    return [0.25, 0.5, 0.75, 1].map((part): Point => [
      from[0] + (to[0] - from[0]) * part,
      from[1] + (to[1] - from[1]) * part,
    ]);
  });
}

async function padBox(page: Page): Promise<(point: Point) => { x: number; y: number }> {
  const pad = page.getByRole('img', { name: /^签名区/ });
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (!box) throw new Error('no signature pad');
  return ([x, y]) => ({ x: box.x + x * box.width, y: box.y + y * box.height });
}

/** With a finger: real touches, so that a page that would scroll instead of drawing is found out. */
export async function drawWithFinger({ context, page }: Person): Promise<void> {
  const at = await padBox(page);
  const device = await context.newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', point?: Point) =>
    device.send('Input.dispatchTouchEvent', { type, touchPoints: point ? [at(point)] : [] });
  for (const stroke of NAME) {
    const [first, ...rest] = along(stroke);
    await touch('touchStart', first);
    for (const point of rest) await touch('touchMove', point);
    await touch('touchEnd');
  }
  await device.detach();
}

export async function drawWithMouse(page: Page): Promise<void> {
  const at = await padBox(page);
  for (const stroke of NAME) {
    const [first, ...rest] = along(stroke).map(at);
    if (!first) continue;
    await page.mouse.move(first.x, first.y);
    await page.mouse.down();
    for (const { x, y } of rest) await page.mouse.move(x, y);
    await page.mouse.up();
  }
}

export async function signDrawing(page: Page): Promise<void> {
  await page.getByRole('img', { name: '已写 3 笔' }).waitFor();
  await page.getByRole('button', { name: '签署', exact: true }).click();
  await page.getByRole('heading', { name: /^你已签署/ }).waitFor();
}
