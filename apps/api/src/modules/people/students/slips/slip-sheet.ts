import { shanghaiDate } from '@qiancheng/shared';
import { codePointsOf, type FontFaces, type Html, markup, qrSvg, trusted } from '../../../../platform/pdf/markup.js';
import type { SlipFacts } from '../acts.repository.js';

export interface SlipSheet {
  schoolName: string;
  centerName: string;
  centerPhone: string | null;
  /** Where students log in; the code is never part of it. */
  portal: string;
  slips: readonly SlipFacts[];
}

export interface ComposedSlips {
  pages: number;
  faces: FontFaces;
  html(fontCss: string): string;
}

/** Two columns of five: each slip is 90 × 52 mm, which fits a name card. */
export const SLIPS_A_PAGE = 10;

/**
 * Every slip is a box of fixed size with a dashed edge to cut along; nothing flows. Each class begins on a new page, so that
 * a stack can be handed to its counsellor before it is cut.
 */
const STYLES = `
@page{size:210mm 297mm;margin:0}
*{box-sizing:border-box;margin:0;padding:0}
html{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font:400 11px/1.4 'QC Sans','QC Serif','QC Rare',sans-serif;color:#000;font-synthesis:none}
.page{width:210mm;height:297mm;padding:10mm 15mm;overflow:hidden;break-after:page}
.page:last-child{break-after:auto}
@media screen{.page{display:none}}
@media print{.warm{display:none}}
.top{display:flex;justify-content:space-between;height:9mm;font-size:10px;color:#333}
.top b{font-family:'QC Serif','QC Rare',serif;font-weight:700;font-size:12px;color:#000}
.grid{display:grid;grid-template-columns:90mm 90mm;grid-auto-rows:52mm;border-top:.6pt dashed #777;border-left:.6pt dashed #777;width:180mm}
.slip{position:relative;padding:3.2mm 4mm;border-right:.6pt dashed #777;border-bottom:.6pt dashed #777;overflow:hidden}
.slip h2{font:700 11px/1.3 'QC Serif','QC Rare',serif;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.who{margin-top:1.4mm;width:56mm;height:13mm}
.who b,.who span{display:block;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.who b{font:700 15px/1.3 'QC Serif','QC Rare',serif}
.who span{font-size:10px;line-height:1.5}
.code{margin-top:1.6mm;width:56mm}
.code span{display:block;font-size:9px;color:#333}
.code b{display:block;font:700 19px/1.25 'QC Serif','QC Rare',serif;letter-spacing:.6px;white-space:nowrap}
.code.words b{font-size:14px;letter-spacing:0;line-height:1.7}
.how{position:absolute;left:4mm;right:4mm;bottom:2.6mm;font-size:8.5px;line-height:1.42;color:#222;overflow-wrap:anywhere}
.qr{position:absolute;right:1.5mm;top:7mm;display:block}
`.replace(/\n/g, '');

export function composeSlips(sheet: SlipSheet): ComposedSlips {
  const pages = pagesOf(sheet);
  const body = pages.map((page) => page.text).join('');
  const text = codePointsOf(`${body}字`);
  return {
    pages: pages.length,
    faces: { serif: text, serifBold: text, sans: text },
    html: (fontCss) =>
      markup`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>激活单</title><style>${trusted(fontCss + STYLES)}</style></head><body><p class="warm">字<b style="font-family:'QC Serif'">字</b></p>${trusted(body)}</body></html>`
        .text,
  };
}

function pagesOf(sheet: SlipSheet): Html[] {
  const qr = qrSvg(sheet.portal, 20);
  const classes = new Map<string, SlipFacts[]>();
  for (const slip of sheet.slips) classes.set(slip.className, [...(classes.get(slip.className) ?? []), slip]);
  return [...classes].flatMap(([className, slips]) => {
    const count = Math.ceil(slips.length / SLIPS_A_PAGE);
    return Array.from({ length: count }, (_, index) => {
      const here = slips.slice(index * SLIPS_A_PAGE, (index + 1) * SLIPS_A_PAGE);
      return markup`<section class="page"><header class="top"><b>${className}&#x3000;${slips.length} 人</b><span>沿虚线裁开，当面交给本人 · 第 ${index + 1}/${count} 页</span></header><div class="grid">${here.map((slip) => slipBox(sheet, slip, qr))}</div></section>`;
    });
  });
}

function slipBox(sheet: SlipSheet, slip: SlipFacts, qr: Html): Html {
  return markup`<div class="slip"><h2>${sheet.schoolName} · 就业网签账号激活单</h2><p class="who"><b>${slip.name}</b><span>学号 ${slip.studentNo}</span><span>${slip.className}</span></p>${secretBox(slip)}${qr}<p class="how">扫码或打开 ${sheet.portal}，${slip.code === null ? '用学号和身份证号后 6 位' : '用学号和激活码'}登录，再绑定手机或邮箱、设自己的密码。${validity(slip)}不要拍照发给别人。${contact(sheet)}</p></div>`;
}

function secretBox({ code }: SlipFacts): Html {
  return code === null
    ? markup`<p class="code words"><span>初始密码</span><b>身份证号后 6 位</b></p>`
    : markup`<p class="code"><span>激活码（不分大小写）</span><b>${code}</b></p>`;
}

function validity({ expiresAt }: SlipFacts): string {
  return expiresAt ? `${shanghaiDate(expiresAt)} 前有效，用过或重印后作废。` : '';
}

function contact({ centerName, centerPhone }: SlipSheet): string {
  return centerPhone ? `有问题找${centerName} ${centerPhone}。` : `有问题找${centerName}。`;
}
