import { type Html, markup } from '../../../platform/pdf/markup.js';
import { agreementNotes } from './notes.js';
import { breakLines, fitText, type FittedText, LINE_HEIGHT, setText } from './fit.js';
import { MM_PER_PX } from './metrics.js';
import { copyMark, dateLine, lines, numberText, qrBox, sealMark, sealPlace, signature } from './parts.js';
import { GRID } from './rows.js';
import type { AgreementSheet, Face, SealSlot } from './sheet.js';

export const PAGE_HEIGHT = 297 - 2 * 15;
export const FOOT_HEIGHT = 8.6;
const OPINION_SIZES = [12.5, 12, 11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5];

/** Head of the first page: number upper left, title, whose copy it is; the code at the right. */
export function fullHead(sheet: AgreementSheet, face: Face): Html {
  const copy = sheet.copies[face.copy - 1];
  return markup`<header class="head" style="height:${HEAD_HEIGHT}mm"><div><div class="no"><span class="lab sans">协议编号&#x3000;</span>${numberText(sheet)}</div><h1 style="font-size:25.5px;margin-top:2.6mm">${sheet.title}</h1><div class="sub" style="margin-top:1.6mm"><span style="font-size:14.5px">（${sheet.levelLine}）</span>&#x3000;&#x3000;<b style="font-size:14.5px">${copyMark(sheet, face)}</b>&#x3000;<span style="font-size:14px">${copy?.label}</span>&#x3000;&#x3000;<span class="lab sans">${sheet.school.name}&#x3000;第 ${sheet.revision} 版</span></div></div>${qrBox(sheet, face, 21)}</header>`;
}

export const HEAD_HEIGHT = 28.5;

/** Head of the following pages: which agreement, whose copy. */
export function shortHead(sheet: AgreementSheet, face: Face): Html {
  const copy = sheet.copies[face.copy - 1];
  const names = fitText(`毕业生 ${sheet.studentName}\u3000用人单位 ${sheet.employerName}`, {
    widthMm: 138,
    heightMm: 9,
    sizes: [13.5, 12.5, 11.5, 10.5, 9.5, 8.5, 8, 7.5, 7, 6.5],
  });
  return markup`<header class="head" style="height:${SHORT_HEAD_HEIGHT}mm"><div><div class="no"><span class="lab sans">协议编号&#x3000;</span>${numberText(sheet)}</div><div class="sub" style="margin-top:1.4mm;font-size:13.5px"><b>${copyMark(sheet, face)}</b>&#x3000;${copy?.label}&#x3000;&#x3000;<span class="lab sans">${sheet.title}（${sheet.levelLine}）</span></div><div style="margin-top:1.6mm;white-space:pre;font-size:${names?.sizePx ?? 7}px">${names ? lines(names) : ''}</div></div>${qrBox(sheet, face, 19)}</header>`;
}

export const SHORT_HEAD_HEIGHT = 26.5;

/** The student's and the employer's opinions, with signature and room for the seal. */
export function partyBoxes(sheet: AgreementSheet, heightMm: number): Html {
  const student = fitText(sheet.opinions.student, {
    widthMm: PARTY_WIDTH,
    heightMm: heightMm - 31,
    sizes: OPINION_SIZES,
  });
  return markup`<div class="boxes" style="height:${heightMm.toFixed(2)}mm">${opinionBox('毕业生意见', student, markup`<div class="sign"><div class="line"><span class="lab">签名：</span>${signature(sheet, 58, 18)}</div>${dateLine(sheet.signature?.date ?? null)}</div>`)}${opinionBox('用人单位意见', besideSeal(sheet.opinions.employer, PARTY_WIDTH, heightMm - PARTY_SEAL - 20, heightMm - 28), markup`${sealPlace('employer', PARTY_SEAL)}<div class="sign">${sealMark('employer', sheet.seals.employer, PARTY_WIDTH - PARTY_SEAL)}<div class="line" style="margin-top:1mm"><span class="lab">负责人（经办人）签字：</span><span class="blank"></span></div>${dateLine(sheet.seals.employer?.date ?? null)}</div>`)}</div>`;
}

const PARTY_WIDTH = GRID.width / 2 - 4;
const PARTY_SEAL = 37;

/** Above the place of the seal; a long opinion stands to its left instead, so that the seal never covers it. */
function besideSeal(text: string, widthMm: number, aboveMm: number, besideMm: number): FittedText | null {
  const above = fitText(text, { widthMm, heightMm: aboveMm, sizes: OPINION_SIZES.filter((size) => size >= 10.5) });
  return above ?? fitText(text, { widthMm: widthMm - PARTY_SEAL - 4, heightMm: besideMm, sizes: OPINION_SIZES });
}

/** Superior, college and school, in the order of their seals. */
export function sealBoxes(sheet: AgreementSheet, heightMm: number): Html {
  const box = (slot: SealSlot, title: string, opinion: string): Html =>
    opinionBox(
      title,
      fitText(opinion, { widthMm: GRID.width / 3 - 4, heightMm: Math.max(heightMm - 57, 8), sizes: OPINION_SIZES }),
      markup`${sealPlace(slot, 35)}<div class="sign">${sealMark(slot, sheet.seals[slot], GRID.width / 3 - 4)}${dateLine(sheet.seals[slot]?.date ?? null)}</div>`,
    );
  const superior = sheet.superiorUsed
    ? box('superior', '上级主管部门意见', '')
    : opinionBox('上级主管部门意见', null, crossed());
  return markup`<div class="boxes" style="height:${heightMm.toFixed(2)}mm">${superior}${box('college', '学院意见', sheet.opinions.college)}${box('school', '学校就业部门意见', sheet.opinions.school)}</div>`;
}

/** Nobody may fill it in later: the box is struck through, as one does by hand. */
function crossed(): Html {
  return markup`<p class="hint">用人单位有人事管理权，\n此栏划去。</p><svg class="cross" viewBox="0 0 10 10" preserveAspectRatio="none" aria-hidden="true"><path d="M0 10L10 0" stroke="#333" stroke-width="1" vector-effect="non-scaling-stroke"/></svg>`;
}

function opinionBox(title: string, text: FittedText | null, foot: Html): Html {
  return markup`<section class="box"><h2>${title}</h2>${text && markup`<p style="font-size:${text.sizePx}px">${lines(text)}</p>`}${foot}</section>`;
}

const BODY_WIDTH = GRID.width - GRID.side - 4.2;

export interface TextBlock {
  html: Html;
  heightMm: number;
}

function textBlock(title: string, body: Html, heightMm: number, sizePx: number, leading: number): TextBlock {
  const side = [...title].join('\n');
  return {
    html: markup`<section class="text" style="height:${heightMm.toFixed(3)}mm"><div class="side">${side}</div><div class="body" style="font-size:${sizePx}px;line-height:${leading}">${body}</div></section>`,
    heightMm,
  };
}

const BLOCK_AIR = 3;

/** The extra terms that both sides agreed on; they are part of the agreement and must be readable in full. */
export function remarks(sheet: AgreementSheet, minMm: number, maxMm: number): TextBlock {
  const text = sheet.supplement || '（无补充约定）';
  const fitted =
    fitText(text, { widthMm: BODY_WIDTH, heightMm: maxMm - BLOCK_AIR, sizes: OPINION_SIZES }) ??
    setText(text, BODY_WIDTH, 6.5);
  const height = Math.min(maxMm, Math.max(minMm, fitted.heightMm + BLOCK_AIR));
  return textBlock('备注', lines(fitted), height, fitted.sizePx, LINE_HEIGHT);
}

/** Numbered paragraphs with a hanging number, broken into lines here so that their height is known. */
function numbered(
  items: readonly { title: string; body: string }[],
  sizePx: number,
  leading: number,
): { body: Html; heightMm: number } {
  const em = BODY_WIDTH / (sizePx * MM_PER_PX);
  let count = 0;
  const body = items.map(({ title, body: text }, index) => {
    const number = `${index + 1}. `;
    const head = title ? `${title}\u3000` : '';
    const broken = breakLines(`${number}${head}${text}`, em);
    count += broken.length;
    const rest = (broken[0] as string).slice(number.length + head.length);
    return markup`<div>${number}${title && markup`<b>${title}</b>&#x3000;`}${rest}${broken.slice(1).map((line) => markup`<br>${line}`)}</div>`;
  });
  return { body: markup`${body}`, heightMm: count * sizePx * MM_PER_PX * leading };
}

export function articles(sheet: AgreementSheet, sizePx: number, leading: number): TextBlock {
  const { body, heightMm } = numbered(sheet.articles, sizePx, leading);
  return textBlock('协议条款', body, heightMm + BLOCK_AIR, sizePx, leading);
}

export function notes(sheet: AgreementSheet, sizePx: number, leading: number): TextBlock {
  const items = agreementNotes(sheet.copies, sheet.publicUrl).map((body) => ({ title: '', body }));
  const { body, heightMm } = numbered(items, sizePx, leading);
  return textBlock('说明', body, heightMm + BLOCK_AIR, sizePx, leading);
}
