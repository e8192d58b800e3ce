import { type Html, markup } from '../../../platform/pdf/markup.js';
import {
  articles,
  FOOT_HEIGHT,
  fullHead,
  HEAD_HEIGHT,
  notes,
  PAGE_HEIGHT,
  partyBoxes,
  remarks,
  sealBoxes,
  SHORT_HEAD_HEIGHT,
  shortHead,
} from './faces.js';
import { fitText } from './fit.js';
import { blockTable, copyMark, lines, numberText, page, qrBox } from './parts.js';
import { FACT_PLANS, SCHOOL_PLAN } from './plan.js';
import { FRAME, heightOf, setBlocks } from './rows.js';
import type { AgreementSheet, Face } from './sheet.js';

/** Between head and foot, less the line that closes the last block. */
const BODY_HEIGHT = PAGE_HEIGHT - FOOT_HEIGHT - FRAME;

/** Least room for opinion, signature and a seal of 40 mm. */
const PARTY_MIN = 58;
const SEALS_MIN = 66;
/** Where a page leaves the choice. */
const SEALS_GOOD = 70;

/** The pages of one copy, in the order of reading. */
export function copyPages(sheet: AgreementSheet, copy: number): Html[] {
  const pages =
    sheet.layout === 'A4_cover4' ? [cover, coverFacts, coverSeals, coverArticles] : [duplexFront, duplexBack];
  return pages.map((render, index) => render(sheet, { copy, page: index + 1 }));
}

/** What is the same on every copy is set once. */
function perSheet(render: (sheet: AgreementSheet) => Html): (sheet: AgreementSheet) => Html {
  const known = new WeakMap<AgreementSheet, Html>();
  return (sheet) => {
    let body = known.get(sheet);
    if (!body) known.set(sheet, (body = render(sheet)));
    return body;
  };
}

/** What the facts may take of a front. */
export const frontRoom = (): number => BODY_HEIGHT - HEAD_HEIGHT - PARTY_MIN;

const frontBody = perSheet((sheet) => {
  const room = BODY_HEIGHT - HEAD_HEIGHT;
  const blocks = setBlocks(FACT_PLANS, sheet.fields, frontRoom());
  return markup`${blocks.map(blockTable)}${partyBoxes(sheet, room - heightOf(blocks))}`;
});

function duplexFront(sheet: AgreementSheet, face: Face): Html {
  return page(sheet, face, [fullHead(sheet, face), frontBody(sheet)]);
}

/** Type sizes of articles and notes, from generous to dense: the most generous that leaves the seals their room. */
const DENSITIES = [
  { terms: [12.5, 1.42], usage: [11.5, 1.35] },
  { terms: [12, 1.4], usage: [11, 1.32] },
  { terms: [11.5, 1.36], usage: [10.5, 1.3] },
  { terms: [10.5, 1.3], usage: [10, 1.25] },
  { terms: [10, 1.25], usage: [9.5, 1.22] },
] as const;

const backBody = perSheet((sheet) => {
  const contact = setBlocks([SCHOOL_PLAN], sheet.fields, 26);
  const free = BODY_HEIGHT - SHORT_HEAD_HEIGHT - heightOf(contact);
  const set = DENSITIES.map(({ terms, usage }) => {
    const texts = [articles(sheet, terms[0], terms[1]), notes(sheet, usage[0], usage[1])] as const;
    return { texts, room: free - texts[0].heightMm - texts[1].heightMm };
  });
  const wished = SEALS_GOOD + remarks(sheet, 26, 60).heightMm;
  const { texts, room } = set.find((each) => each.room >= wished) ?? (set.at(-1) as (typeof set)[number]);
  const extra = remarks(sheet, Math.max(26, room - SEALS_GOOD - 6), room - SEALS_MIN);
  return markup`${contact.map(blockTable)}${sealBoxes(sheet, room - extra.heightMm)}${extra.html}${texts[0].html}${texts[1].html}`;
});

function duplexBack(sheet: AgreementSheet, face: Face): Html {
  return page(sheet, face, [shortHead(sheet, face), backBody(sheet)]);
}

function cover(sheet: AgreementSheet, face: Face): Html {
  const copy = sheet.copies[face.copy - 1];
  const line = (label: string, value: string): Html => {
    const text = fitText(value, { widthMm: 90, heightMm: 15, sizes: [19, 17, 16, 14, 13, 12, 11, 10, 9, 8, 7] });
    return markup`<div><dt>${label}</dt><dd style="font-size:${text?.sizePx ?? 7}px">${text && lines(text)}</dd></div>`;
  };
  const body = markup`<header class="head"><div class="no"><span class="lab sans">协议编号&#x3000;</span>${numberText(sheet)}<br><span class="lab sans">学&#x3000;&#x3000;号&#x3000;</span>${sheet.fields.get('student.studentNo')}<br><span class="lab sans">版&#x3000;&#x3000;本&#x3000;</span>第 ${sheet.revision} 版</div>${qrBox(sheet, face, 24)}</header><main class="cover"><h1 style="font-size:${sheet.title.length > 14 ? 31 : 36}px;line-height:1.5;margin-top:34mm">${coverTitle(sheet.title)}</h1><p style="font-size:18.5px;margin-top:5mm">（${sheet.levelLine}）</p><dl style="margin-top:34mm">${line('毕业生', sheet.studentName)}${line('用人单位', sheet.employerName)}${line('学校', sheet.school.name)}</dl><p style="margin-top:12mm;font-size:17.5px;white-space:pre"><b>${copyMark(sheet, face)}</b>&#x3000;${copy?.label}</p><p style="margin-top:auto;margin-bottom:6mm;font-size:16px">${sheet.school.name}${sheet.school.centerName} 翻印</p></main>`;
  return page(sheet, face, body);
}

/** Long titles stand in two lines on the cover. */
function coverTitle(title: string): Html {
  const at = title.indexOf('毕业生就业协议书');
  return at > 8 ? markup`${title.slice(0, at)}<br>${title.slice(at)}` : markup`${title}`;
}

const factsBody = perSheet((sheet) => {
  const room = BODY_HEIGHT - SHORT_HEAD_HEIGHT;
  const blocks = setBlocks(FACT_PLANS, sheet.fields, room);
  const spare = room - heightOf(blocks);
  const rows = blocks.reduce((sum, block) => sum + block.rows.length, 0);
  // what is left over goes to all rows alike: a page of its own may breathe
  const each = Math.max(0, Math.min(2.6, spare / rows));
  const aired = blocks.map((block) => ({
    ...block,
    rows: block.rows.map((row) => ({ ...row, heightMm: row.heightMm + each })),
  }));
  return markup`${aired.map(blockTable)}`;
});

function coverFacts(sheet: AgreementSheet, face: Face): Html {
  return page(sheet, face, [shortHead(sheet, face), factsBody(sheet)]);
}

const sealsBody = perSheet((sheet) => {
  const contact = setBlocks([SCHOOL_PLAN], sheet.fields, 26);
  const room = BODY_HEIGHT - SHORT_HEAD_HEIGHT - heightOf(contact);
  return markup`${partyBoxes(sheet, room * 0.5)}${contact.map(blockTable)}${sealBoxes(sheet, room * 0.5)}`;
});

function coverSeals(sheet: AgreementSheet, face: Face): Html {
  return page(sheet, face, [shortHead(sheet, face), sealsBody(sheet)]);
}

const articlesBody = perSheet((sheet) => {
  const terms = articles(sheet, 13, 1.5);
  const usage = notes(sheet, 11.5, 1.4);
  const room = BODY_HEIGHT - SHORT_HEAD_HEIGHT - terms.heightMm - usage.heightMm;
  return markup`${remarks(sheet, room, room).html}${terms.html}${usage.html}`;
});

function coverArticles(sheet: AgreementSheet, face: Face): Html {
  return page(sheet, face, [shortHead(sheet, face), articlesBody(sheet)]);
}
