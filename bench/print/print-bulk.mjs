// Bulk printing of 200 copies, per copy, against what one would write first: a new page and page.pdf() for each copy,
// with the same markup and the same fonts. Floor and value alternate, so that both meet the same machine.
import puppeteer from 'puppeteer';
import {
  agreements,
  BulkPress,
  composeDocument,
  dataDir,
  FontBook,
  locateChromium,
  PdfService,
  round,
  sheets,
} from './press.mjs';

const AGREEMENTS = 50;
const COPIES = 4;
const ROUNDS = 3;
const FLOOR_COPIES = 16;
const TARGET = 8;
const MEMORY_MB = 400;

const contents = agreements(AGREEMENTS, COPIES);
const byId = new Map(contents.map((content) => [content.id, content]));

/** The press of the worker, with agreements from memory instead of the database. */
const pdf = new PdfService({ dataDir, chromiumPath: undefined });
const press = new BulkPress(
  {
    stored: async () => undefined,
    sheets: async (_ctx, ids) => {
      const wanted = ids.map((id) => byId.get(id));
      return sheets(wanted).map((sheet, index) => ({ content: wanted[index], sheet }));
    },
  },
  pdf,
  undefined,
);

async function bulk() {
  const from = performance.now();
  const made = await press.print({}, contents, 'duplex', { stop: async () => false, done: async () => undefined });
  const ms = performance.now() - from;
  const pages = AGREEMENTS * COPIES * 2;
  if (made.pages !== pages) throw new Error(`${made.pages} pages instead of ${pages}`);
  return ms / (AGREEMENTS * COPIES);
}

async function launch() {
  const { executablePath, env } = await locateChromium({ dataDir });
  const args = ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  return puppeteer.launch({ executablePath, env, headless: 'shell', pipe: true, args });
}

const fonts = new FontBook();

async function onePageEach(round) {
  const from = performance.now();
  for (let i = 0; i < FLOOR_COPIES; i += 1) {
    const [sheet] = sheets([contents[(round * FLOOR_COPIES + i) % AGREEMENTS]]);
    const composed = composeDocument([{ ...sheet, copies: [sheet.copies[i % COPIES]] }], 'duplex');
    const page = await browser.newPage();
    await page.setContent(composed.html(fonts.sheet(composed.faces).css), { waitUntil: 'load' });
    await page.pdf({ preferCSSPageSize: true, printBackground: true });
    await page.close();
  }
  return (performance.now() - from) / FLOOR_COPIES;
}

/** The most memory that this process held while `work` ran. */
async function memoryOf(work) {
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
  await work();
  clearInterval(watch);
  return peak / 1024 / 1024;
}

let browser;
try {
  await pdf.check();
  // as a worker meets it: nothing else in the process yet
  const memory = await memoryOf(bulk);
  browser = await launch();
  await onePageEach(0);
  const values = [];
  const floors = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    floors.push(await onePageEach(i));
    values.push(await bulk());
    console.log(`round ${i + 1}: ${round(values.at(-1))} ms a copy, a page for each ${round(floors.at(-1))} ms`);
  }
  const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
  const [value, floor] = [median(values), median(floors)];
  const ratio = floor / value;
  console.log(`${AGREEMENTS * COPIES} copies; node memory at most ${Math.round(memory)} MB (allowed ${MEMORY_MB})`);
  const ok = ratio >= TARGET && memory < MEMORY_MB;
  console.log(
    JSON.stringify({
      bench: 'print-bulk',
      value: round(value),
      unit: 'ms/copy',
      floor: round(floor),
      ratio: round(ratio),
      target: TARGET,
      ok,
    }),
  );
  process.exitCode = ok ? 0 : 1;
} finally {
  await browser?.close();
  await pdf.onApplicationShutdown();
}
