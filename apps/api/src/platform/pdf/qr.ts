import QRCode from 'qrcode';
import { type Html, markup, trusted } from './html.js';

/** Light modules around the code, as the standard asks. */
export const QR_QUIET = 4;

/**
 * A QR code as one vector path: sharp at every printer's resolution.
 * @param sizeMm edge of the dark square, without the quiet zone around it
 */
export function qrSvg(text: string, sizeMm: number): Html {
  // as bytes: looking for shorter encodings of parts takes longer than all the rest and rarely saves a row
  const segments = [{ data: Buffer.from(text, 'utf8'), mode: 'byte' as const }];
  const { size, data } = QRCode.create(segments, { errorCorrectionLevel: 'M' }).modules;
  const edge = size + QR_QUIET * 2;
  const mm = ((sizeMm * edge) / size).toFixed(3);
  return markup`<svg class="qr" role="img" aria-label="验证二维码" width="${mm}mm" height="${mm}mm" viewBox="0 0 ${edge} ${edge}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${edge}v${edge}H0z"/><path stroke="#000" stroke-width="1.01" d="${trusted(runs(size, data))}"/></svg>`;
}

/**
 * Dark modules as horizontal bars, so that no hairlines show between neighbours. Drawn as thick lines in relative
 * steps: a bulk print holds thousands of codes, and this is the shortest way to write one.
 */
function runs(size: number, data: Uint8Array): string {
  let path = '';
  for (let y = 0; y < size; y += 1) {
    let pen = -1;
    for (let x = 0; x < size; x += 1) {
      if (!data[y * size + x]) continue;
      const from = x;
      while (x + 1 < size && data[y * size + x + 1]) x += 1;
      path += pen < 0 ? `M${from + QR_QUIET} ${y + QR_QUIET}.5` : `m${from - pen} 0`;
      path += `h${x - from + 1}`;
      pen = x + 1;
    }
  }
  return path;
}
