import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Sfnt } from '../../../platform/pdf/fonts/sfnt.js';
import { charWidth, textWidth } from './metrics.js';

const folder = path.dirname(createRequire(import.meta.url).resolve('@fontsource/noto-serif-sc/package.json'));
const latin = new Sfnt(readFileSync(path.join(folder, 'files/noto-serif-sc-latin-400-normal.woff')));

describe('charWidth', () => {
  it('knows the widths of the font', () => {
    for (let code = 0x20; code < 0x7f; code += 1) {
      const { advance } = latin.metrics(latin.glyphOf(code) as number);
      expect(charWidth(String.fromCodePoint(code))).toBeCloseTo(advance / latin.unitsPerEm, 5);
    }
  });

  it('takes everything else as no narrower than it can be', () => {
    expect(charWidth('䶮')).toBe(1);
    expect(charWidth('𠮷')).toBe(1);
    expect(charWidth('·')).toBe(1);
    expect(charWidth('\u{1f600}')).toBeGreaterThan(1);
    expect(charWidth('\n')).toBe(0);
    expect(textWidth('云麓 1')).toBeCloseTo(2 + 0.256 + 0.471);
  });
});
