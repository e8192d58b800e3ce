import fc from 'fast-check';
import { breakLines, fitText, longestWord, setText, VALUE_SIZES } from './fit.js';
import { MM_PER_PX, textWidth } from './metrics.js';

describe('breakLines', () => {
  it('loses nothing and keeps within the width', () => {
    const char = fc.constantFrom(...'同意接收，。（）《》·—“” abcWM019@.-/#𠮷䶮');
    fc.assert(
      fc.property(fc.array(char, { maxLength: 120 }), fc.integer({ min: 5, max: 40 }), (chars, width) => {
        const text = chars.join('');
        const lines = breakLines(text, width);
        expect(lines.join('').replace(/ /g, '')).toBe(text.replace(/ /g, ''));
        // punctuation carried over may leave a line short, never too long
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width + 1e-9);
      }),
    );
  });

  it('begins no line with a closing mark and ends none with an opening one', () => {
    const lines = breakLines('甲方同意（见附件）。乙方同意，双方签字；各执一份。', 6);
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      expect('，。；）').not.toContain(line[0]);
      expect('（《').not.toContain(line.at(-1));
    }
  });

  it('keeps words whole where they fit, breaks addresses after their @, and keeps paragraphs', () => {
    expect(breakLines('邮箱 hr@example.cn', 6)).toEqual(['邮箱 hr@', 'example.cn']);
    expect(breakLines('一\n\n二', 10)).toEqual(['一', '', '二']);
  });
});

describe('fitText', () => {
  it('takes the largest size that fits, and says when none does', () => {
    const box = { widthMm: 30, heightMm: 5 };
    expect(fitText('云麓大学', box)?.sizePx).toBe(VALUE_SIZES[0]);
    const long = fitText('湖南省湘西土家族苗族自治州龙山县', box);
    expect(long?.sizePx).toBeLessThan(VALUE_SIZES[0]);
    expect(fitText('长'.repeat(400), box)).toBeNull();
  });

  it('counts the height of what it sets', () => {
    const text = setText('同意接收'.repeat(20), 40, 10);
    expect(text.lines.length).toBe(Math.ceil(80 / Math.floor(40 / (10 * MM_PER_PX))));
    expect(longestWord('见 hr@example.cn')).toBeCloseTo(textWidth('example.cn'));
  });
});
