import { GRID } from './rows.js';

/**
 * A4, 15 mm margins, 25 mm on the binding side: left on fronts, right on backs, so that it is the same edge of the
 * paper after turning it over its long side. Every page is a box of exactly one sheet; nothing flows, and `contain`
 * tells the browser so, which halves its work. Nothing is laid out for a screen either: only the line `.warm`, which
 * makes the fonts load before the page is printed.
 */
export const STYLES = `
@page{size:210mm 297mm;margin:0}
*{box-sizing:border-box;margin:0;padding:0}
html{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font:400 12.5px/1.22 'QC Serif','QC Rare',serif;color:#000;font-kerning:none;text-rendering:geometricPrecision;font-variant-ligatures:none;font-synthesis:none;text-spacing-trim:space-all}
.page{position:relative;width:210mm;height:297mm;overflow:hidden;contain:strict;break-after:page}
.page:last-child{break-after:auto}
@media screen{.page{display:none}}
@media print{.warm{display:none}}
.in{position:absolute;top:15mm;bottom:15mm;width:${GRID.width}mm;display:flex;flex-direction:column}
.front .in{left:25mm}.back .in{left:15mm}
.sans,th,.side,.cap,.foot,.mark,.hint{font-family:'QC Sans','QC Serif','QC Rare',sans-serif;font-weight:400}
table{width:100%;border-collapse:collapse;border-style:hidden;table-layout:fixed}
td,th{border:.75pt solid #000;vertical-align:middle;text-align:left;font-weight:400}
th{width:${GRID.label}mm;font-size:10.5px;line-height:1.16;text-align:center;white-space:pre;background:#f3f4f6}
th.n6{font-size:10px}
td{padding:0 .9mm .35mm;white-space:pre}
.side{width:${GRID.side}mm;padding:0;font-size:12px;line-height:1.12;text-align:center;background:#e6e8ec;white-space:pre}
.block{flex:none;width:${GRID.width}mm;border:1.5pt solid #000;border-bottom:0}
.head{display:flex;justify-content:space-between;align-items:flex-start;flex:none}
.head .no{font-size:14px;white-space:pre}
.head .no b{font-weight:700}
.lab{font-size:10.5px;color:#333}
h1{font-weight:700;white-space:pre;letter-spacing:0}
.sub{display:flex;align-items:baseline;white-space:pre}
.qrbox{flex:none;text-align:center}
.qrbox .cap{font-size:8.5px;line-height:1.2;white-space:pre;margin-top:-1.6mm}
.qr{display:block}
.boxes{display:flex;flex:1 1 0;min-height:0;border:1.5pt solid #000;border-bottom:0;width:${GRID.width}mm}
.box{position:relative;flex:1 1 0;min-width:0;border-left:.75pt solid #000;padding:1.2mm 1.6mm}
.box:first-child{border-left:0}
.box h2{margin-bottom:1mm;font:400 11.5px/1.3 'QC Sans','QC Serif','QC Rare',sans-serif;white-space:pre}
.box p{white-space:pre}
.sign{position:absolute;left:1.6mm;right:1.6mm;bottom:1.4mm}
.sign .line{display:flex;align-items:flex-end;white-space:pre}
.sign .line .lab{flex:none;color:#000}
.ink{display:block;fill:none;stroke:#0b1f4d;stroke-linecap:round;stroke-linejoin:round}
.ink circle{fill:#0b1f4d;stroke:none}
.blank{flex:1 1 0;border-bottom:.5pt solid #555;height:6mm;margin:0 2mm}
.typed{font-size:22.5px;white-space:pre}
.sealplace{position:absolute;color:#8a919c;display:flex;align-items:center;justify-content:center;text-align:center;font:400 10px/1.3 'QC Sans','QC Serif','QC Rare',sans-serif;white-space:pre}
.mark{display:inline-block;border:.75pt solid #000;border-radius:.8mm;padding:.5mm 1.2mm;font-size:9.5px;line-height:1.3;white-space:pre;background:#fff}
.hint{font-size:9.5px;line-height:1.3;color:#444;white-space:pre}
.ring{position:absolute;inset:0}
.cross{position:absolute;inset:0;width:100%;height:100%}
.text{border:1.5pt solid #000;border-bottom:0;width:${GRID.width}mm;display:flex;flex:none}
.end{flex:none;width:${GRID.width}mm;border-top:1.5pt solid #000}
.text .side{display:flex;align-items:center;justify-content:center;border-right:.75pt solid #000;flex:none}
.text .body{flex:1 1 0;min-width:0;padding:1.2mm 1.6mm;white-space:pre}
.text b{font-weight:700}
.foot{flex:none;margin-top:auto;display:flex;justify-content:space-between;align-items:flex-end;font-size:9.5px;line-height:1.35;color:#222;padding-top:1.4mm;white-space:pre}
.foot b{font-weight:400;font-size:10.5px;color:#000}
.foot .r{text-align:right}
.void{position:absolute;inset:0;pointer-events:none}
.cover{flex:1 1 0;display:flex;flex-direction:column;align-items:center}
.cover h1{text-align:center}
.cover dl{width:128mm}
.cover dl>div{display:flex;align-items:flex-end;margin-bottom:9mm}
.cover dt{width:30mm;font-size:18.5px;white-space:pre;text-align-last:justify}
.cover dd{flex:1 1 0;margin-left:6mm;border-bottom:.75pt solid #000;padding-bottom:1.2mm;text-align:center;white-space:pre;line-height:1.22}
.turn{flex:1 1 0;display:flex;flex-direction:column;justify-content:center}
`.replace(/\n/g, '');
