import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { codePointsOf, FontBook } from './font-book.js';
import { rescaleOutline } from './rescale.js';
import { Sfnt } from './sfnt.js';
import { buildSubset } from './subset.js';

const folder = path.dirname(createRequire(import.meta.url).resolve('@fontsource/noto-serif-sc/package.json'));
const latin = new Sfnt(readFileSync(path.join(folder, 'files/noto-serif-sc-latin-400-normal.woff')));
const glyphsOf = (text: string) =>
  [...text].map((char) => ({
    codePoint: char.codePointAt(0) as number,
    font: latin,
    glyph: latin.glyphOf(char.codePointAt(0) as number) as number,
  }));

describe('Sfnt and buildSubset', () => {
  it('keeps exactly the wanted characters, with their widths and outlines, on a grid of 1024', () => {
    const subset = new Sfnt(buildSubset('Test', glyphsOf('Añ1 ')));
    expect([...subset.codePoints()].sort((a, b) => a - b)).toEqual([0x20, 0x31, 0x41, 0xf1]);
    expect(subset.unitsPerEm).toBe(1024);
    const glyph = subset.glyphOf(0x41) as number;
    expect(subset.metrics(glyph).advance).toBe(
      Math.round(latin.metrics(latin.glyphOf(0x41) as number).advance * 1.024),
    );
    expect(subset.outline(glyph).length).toBeGreaterThan(50);
    expect(subset.outline(subset.glyphOf(0x20) as number)).toHaveLength(0);
  });

  it('gives every character a glyph of its own, so that copied text is what was written', () => {
    const shared = latin.glyphOf(0x41) as number;
    const subset = new Sfnt(
      buildSubset('Test', [
        { codePoint: 0x41, font: latin, glyph: shared },
        { codePoint: 0x391, font: latin, glyph: shared },
      ]),
    );
    expect(subset.glyphOf(0x41)).not.toBe(subset.glyphOf(0x391));
  });

  it('moves an outline without bending it', () => {
    const outline = latin.outline(latin.glyphOf(0x4f) as number);
    const same = rescaleOutline(outline, 1);
    const twice = rescaleOutline(outline, 2);
    for (const at of [2, 4, 6, 8]) {
      expect(same.readInt16BE(at)).toBe(outline.readInt16BE(at));
      expect(twice.readInt16BE(at)).toBe(outline.readInt16BE(at) * 2);
    }
    expect(rescaleOutline(rescaleOutline(outline, 2), 0.5)).toEqual(same);
  });
});

describe('FontBook', () => {
  const book = new FontBook();
  const sheet = (text: string) => {
    const serif = codePointsOf(text);
    return book.sheet({ serif, serifBold: serif, sans: serif });
  };

  it('passes its own check', () => {
    expect(() => book.check()).not.toThrow();
  });

  it('brings rare characters of names along, only when there are any', () => {
    expect(sheet('云麓大学').css).not.toContain('QC Rare');
    const rare = sheet('䶮㙇𠮷㛃𬭎𪨶㑇喆堃龑');
    expect(rare.missing).toEqual([]);
    expect(rare.css).toContain("font-family:'QC Rare'");
  });

  it('covers the 8105 of the national table that the registry fonts lack, here by samples of each block', () => {
    expect(sheet('㧐㶲䁖䴖𠙶𡐓𣸣𤩽𦈡𨱏𩾃𪟝𪩘𫄧𫍯𫖳𫠆𬇕𬘭𬣙𬭊𬴃𬸪𬺓').missing).toEqual([]);
  });

  it('names what it lacks, and counts nothing invisible', () => {
    expect(sheet('a\u200b\ufe0f\n𰻝').missing).toEqual([0x30edd]);
  });
});
