import { markup, type Html, trusted } from '../../../platform/pdf/markup.js';

/** What is in the printer's tray. */
export interface Stack {
  agreements: number;
  papers: number;
}

/** Between fronts and backs: how the printed stack goes back into the tray. */
export function turnPage({ papers: sheets }: Stack): Html {
  const steps = [
    `正面已经印完，共 ${sheets} 张（第 1 页到第 ${sheets} 页）。请不要打乱次序。`,
    '取出这张提示页，它不放回纸盒。',
    '把整叠纸沿长边翻过来：印好的一面朝向打印机不打印的一侧，首张仍在最先进纸的位置，页头方向不变。',
    '放回纸盒，继续打印背面。第 1 张背面右上角的编号和份数应当与它的正面相同。',
  ];
  const body = markup`<div class="turn"><h1 style="font-size:40px;text-align:center">翻面，再印背面</h1><p style="font-size:16px;text-align:center;margin-top:4mm" class="sans">单面打印机手动双面 · 此页不属于协议</p><div style="margin:12mm auto 0">${picture()}</div><ol style="margin:12mm 12mm 0;list-style:none">${steps.map((step, index) => markup`<li style="font-size:16.5px;line-height:1.7;margin-bottom:2.5mm;padding-left:9mm;text-indent:-9mm"><b>${index + 1}.</b>&#x3000;${step}</li>`)}</ol><div class="sans" style="margin:8mm 12mm 0;border:.75pt solid #000;padding:3mm 4mm;font-size:14px;line-height:1.7">一次印完：在纸盒里放 ${sheets + 1} 张纸再打印，印到这一页时纸正好用完，按上面的步骤放回后继续。<br>分两次印：先印第 1–${sheets} 页，翻面放回后再印第 ${sheets + 2}–${sheets * 2 + 1} 页。<br>各家打印机的进纸方向不同。第一次使用，请先拿一份试印，确认正反面对得上。</div></div>`;
  return plain(body);
}

/** The last page: whoever printed ticks off that nothing was mixed up. It also makes the number of pages even. */
export function checkPage({ agreements, papers }: Stack): Html {
  const checks = [
    `共 ${agreements} 份协议，${papers} 张纸`,
    '每一张正反面的协议编号、份数相同',
    '每一张正反面的页头在同一端，没有倒置',
    '二维码完整，没有缺墨和跑版',
    '页边没有打印机自己加的页眉页脚，比例为 100%',
  ];
  const body = markup`<div class="turn"><h1 style="font-size:32px;text-align:center">印后核对</h1><p style="font-size:16px;text-align:center;margin-top:4mm" class="sans">此页不属于协议，核对后可以弃去</p><ul style="list-style:none;margin:16mm 24mm 0">${checks.map((check) => markup`<li style="font-size:17.5px;line-height:2.2">□&#x3000;${check}</li>`)}</ul></div>`;
  return plain(body);
}

function plain(body: Html): Html {
  return markup`<section class="page front"><div class="in">${body}</div></section>`;
}

/** The stack, the way it is turned over its long side, the stack turned. */
function picture(): Html {
  return trusted(
    '<svg width="150mm" height="62mm" viewBox="0 0 150 62" aria-hidden="true" fill="none" stroke="#000" stroke-width=".6" style="display:block;margin:0 auto">' +
      '<g><path d="M12 8h34v48H12z" fill="#fff"/><path d="M14 6h34v48M16 4h34v48" /><path d="M17 15h18M17 21h24M17 26h24M17 31h24M17 36h16" stroke-width="1"/><path d="M37 12h5v5h-5z" fill="#000"/></g>' +
      '<path d="M57 42c6 12 30 12 36 0" stroke-width="1"/><path d="M93 42l-4.6 1.6M93 42l.6 5" stroke-width="1"/>' +
      '<path d="M75 6v44" stroke-dasharray="2 1.6"/>' +
      '<g><path d="M102 8h34v48h-34z" fill="#fff"/><path d="M104 6h34v48M106 4h34v48"/><path d="M119 32l0 0" stroke-width="2"/></g></svg>' +
      '<p class="sans" style="display:flex;justify-content:space-around;font-size:12px;margin-top:2mm"><span>印好的正面</span><span>沿长边翻转</span><span>空白面朝打印侧</span></p>',
  );
}
