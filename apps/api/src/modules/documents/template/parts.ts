import { type Html, markup, qrSvg, type HtmlValue } from '../../../platform/pdf/markup.js';
import { fitText, type FittedText } from './fit.js';
import { GRID, type SetBlock, type SetCell } from './rows.js';
import { signatureSvg } from './signature.js';
import { type AgreementSheet, type Face, type SealMark, type SealSlot, PAGES_PER_COPY, verifyUrl } from './sheet.js';

const BASE_SIZE = 12.5;

export function lines(text: FittedText): Html {
  return markup`${text.lines.map((line, index) => (index === 0 ? line : markup`<br>${line}`))}`;
}

function cellOf({ label, text, span }: SetCell): Html {
  const small = label.length > 5;
  const size = text.sizePx === BASE_SIZE ? '' : `font-size:${text.sizePx}px`;
  return markup`<th scope="row"${small ? markup` class="n6"` : ''}>${label}</th><td colspan="${span * 2 - 1}" style="${size}">${lines(text)}</td>`;
}

/** A block of the grid: its name down the side, then its rows with the heights that were worked out for them. */
export function blockTable(block: SetBlock): Html {
  const side = [...block.title].join('\n');
  return markup`<div class="block"><table><colgroup><col style="width:${GRID.side}mm">${[0, 1, 2].map(
    () => markup`<col style="width:${GRID.label}mm"><col style="width:${GRID.value.toFixed(3)}mm">`,
  )}</colgroup><tbody>${block.rows.map((row, index) => markup`<tr style="height:${row.heightMm.toFixed(3)}mm">${index === 0 && markup`<th class="side" scope="rowgroup" rowspan="${block.rows.length}">${side}</th>`}${row.cells.map(cellOf)}</tr>`)}</tbody></table></div>`;
}

export function qrBox(sheet: AgreementSheet, face: Face, sizeMm: number): Html {
  // schools that open printing at the acceptance print before there is a number to look up
  if (!sheet.agreementNo) return markup`<div class="qrbox"><div class="cap">编号后\n可扫码核验</div></div>`;
  return markup`<div class="qrbox">${qrSvg(verifyUrl(sheet, face), sizeMm)}<div class="cap">扫码核验真伪</div></div>`;
}

/** The number, or why there is none yet. */
export function numberText(sheet: AgreementSheet): string {
  return sheet.agreementNo || '（审核通过后编号）';
}

export function copyMark(sheet: AgreementSheet, { copy }: Face): string {
  return `第 ${copy} 份/共 ${sheet.copies.length} 份`;
}

const SIDES: Record<number, readonly string[]> = {
  2: ['正面', '背面'],
  4: ['第一张正面', '第一张背面', '第二张正面', '第二张背面'],
};

export function sideName(sheet: AgreementSheet, page: number): string {
  return SIDES[PAGES_PER_COPY[sheet.layout]]?.[page - 1] ?? `第 ${page} 页`;
}

export function foot(sheet: AgreementSheet, face: Face): Html {
  return markup`<footer class="foot"><div><b>正反面打印 · 不得涂改</b>&#x3000;A4 · 100% 比例、长边翻转<br>内容指纹（SHA-256） ${sheet.contentHash || '签章前生成'}</div><div class="r">${copyMark(sheet, face)} · ${sideName(sheet, face.page)}<br>${numberText(sheet)} · 第 ${sheet.revision} 版</div></footer>`;
}

export function watermark(sheet: AgreementSheet): Html {
  if (!sheet.voidedOn) return markup``;
  return markup`<svg class="void" width="210mm" height="297mm" viewBox="0 0 210 297" aria-hidden="true"><g transform="rotate(-32 105 148)" fill="#b3261e" fill-opacity=".2" text-anchor="middle"><text x="105" y="172" font-size="80" font-weight="700">作废</text><text x="105" y="194" font-size="10" font-weight="700">${sheet.voidedOn} 起作废</text></g></svg>`;
}

const SEAL_WORDS: Record<SealSlot, { party: string; place: string }> = {
  employer: { party: '单位', place: '用人单位\n盖章处' },
  superior: { party: '主管部门', place: '上级主管部门\n盖章处' },
  college: { party: '学院', place: '学院\n盖章处' },
  school: { party: '学校', place: '学校就业部门\n盖章处' },
};

/** Room for the real seal. What the system recorded stands beside it and never in its place. */
export function sealPlace(slot: SealSlot, diameterMm: number): Html {
  return markup`<div class="sealplace" style="right:2.5mm;bottom:14mm;width:${diameterMm}mm;height:${diameterMm}mm"><svg class="ring" viewBox="0 0 100 100" aria-hidden="true"><circle cx="50" cy="50" r="49.5" fill="none" stroke="#a8adb6" stroke-width=".6"/></svg>${SEAL_WORDS[slot].place}</div>`;
}

export function sealMark(slot: SealSlot, mark: SealMark | null, widthMm: number): Html {
  if (!mark) return markup``;
  const sizes = [9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6];
  const who = fitText(`经办核对 ${mark.byName}`, { widthMm: widthMm - 3.5, heightMm: 4, sizes });
  return markup`<div class="mark">${SEAL_WORDS[slot].party}已盖章 ${mark.date}<br>${who && markup`<span style="font-size:${who.sizePx}px">${lines(who)}</span>`}</div>`;
}

export function dateLine(date: string | null, label = '日期'): Html {
  return markup`<div class="line"><span class="lab">${label}：</span>${date ?? markup`<span class="blank"></span>`}</div>`;
}

export function signature(sheet: AgreementSheet, widthMm: number, heightMm: number): Html {
  const mark = sheet.signature;
  if (mark?.kind === 'handwriting') return signatureSvg(mark.strokes, widthMm, heightMm);
  if (mark?.kind === 'typed') {
    const name = fitText(mark.name, { widthMm, heightMm, sizes: [23, 19, 16, 13, 11, 9, 7] });
    return markup`<span style="font-size:${name?.sizePx ?? 7}px">${name ? lines(name) : mark.name}</span>`;
  }
  return markup`<span class="blank" style="height:${heightMm}mm"></span>`;
}

/** One page of paper: which side it is decides where its binding edge lies. */
export function page(sheet: AgreementSheet, face: Face, body: HtmlValue): Html {
  const side = face.page % 2 === 1 ? 'front' : 'back';
  return markup`<section class="page ${side}"><div class="in">${body}<div class="end"></div>${foot(sheet, face)}</div>${watermark(sheet)}</section>`;
}
