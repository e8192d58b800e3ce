import { describe, expect, it } from 'vitest';
import { countCharacters, judgeSignature, leastStrokes } from './rules.js';
import type { Stroke } from './strokes.js';

const zigzag = (left: number, top: number, width: number, height: number, n = 12): Stroke =>
  Array.from({ length: n }, (_, i) => ({
    x: left + (width * i) / (n - 1),
    y: top + (i % 2 ? height : 0),
    t: i * 16,
  }));

const fault = (strokes: Stroke[], name = '欧阳䶮'): string => {
  const verdict = judgeSignature(strokes, name);
  return verdict.ok ? 'ok' : verdict.fault;
};

describe('judgeSignature', () => {
  it('accepts a name of ordinary size, also outside of the space on a tall pad', () => {
    expect(fault([zigzag(60, 60, 150, 160), zigzag(230, 60, 150, 160), zigzag(400, 60, 150, 160)])).toBe('ok');
    expect(fault([zigzag(60, 460, 150, 160), zigzag(230, 460, 150, 160), zigzag(400, 460, 150, 160)])).toBe('ok');
  });

  it('refuses an empty pad and names the signer', () => {
    const verdict = judgeSignature([], '欧阳䶮');
    expect(verdict).toMatchObject({ ok: false, fault: 'empty', advice: '请在框里签「欧阳䶮」。' });
  });

  it('refuses what is too small, with the sentence that tells what to do', () => {
    const verdict = judgeSignature(
      [zigzag(280, 140, 30, 20), zigzag(312, 140, 30, 20), zigzag(340, 140, 30, 20)],
      '欧阳䶮',
    );
    expect(verdict).toMatchObject({
      ok: false,
      fault: 'small',
      advice: '请写到虚线框的一半以上，写全三个字。已清空，请重写。',
    });
  });

  it('refuses a name written downwards, because the cell on paper lies across', () => {
    expect(fault([zigzag(250, -200, 120, 200), zigzag(250, 40, 120, 200), zigzag(250, 280, 120, 200)])).toBe('upright');
    expect(fault([zigzag(100, -200, 400, 320), zigzag(100, 140, 400, 320), zigzag(100, 480, 400, 320)])).toBe(
      'upright',
    );
  });

  it('refuses long but flat ink', () => {
    expect(fault([zigzag(50, 140, 160, 45), zigzag(220, 140, 160, 45), zigzag(390, 140, 160, 45)])).toBe('small');
  });

  it('refuses a straight line in any direction, and one that was drawn in pieces', () => {
    const diagonal = (from: number, to: number): Stroke =>
      Array.from({ length: 20 }, (_, i) => {
        const at = from + ((to - from) * i) / 19;
        return { x: at, y: at / 2, t: i };
      });
    expect(fault([diagonal(20, 580)])).toBe('line');
    expect(fault([diagonal(20, 200), diagonal(220, 400), diagonal(420, 580)])).toBe('line');
    expect(fault([Array.from({ length: 30 }, (_, i) => ({ x: 20 + i * 18, y: 150 + (i % 3), t: i }))])).toBe('line');
    expect(fault([Array.from({ length: 30 }, (_, i) => ({ x: 300, y: i * 10, t: i }))])).toBe('line');
  });

  it('refuses fewer strokes than the name can have', () => {
    expect(fault([zigzag(60, 40, 480, 200)])).toBe('few');
    expect(fault([zigzag(60, 40, 240, 200), zigzag(300, 40, 240, 200)])).toBe('few');
    expect(fault([zigzag(60, 40, 240, 200), zigzag(300, 40, 240, 200)], '丁一')).toBe('ok');
  });

  it('does not ask for one stroke a character in long names', () => {
    const three = [zigzag(60, 60, 150, 160), zigzag(230, 60, 150, 160), zigzag(400, 60, 150, 160)];
    expect(fault(three, '买买提·吐尔逊')).toBe('ok');
  });
});

describe('counting', () => {
  it('counts characters, not code units or dots', () => {
    expect(countCharacters('欧阳䶮')).toBe(3);
    expect(countCharacters('买买提·吐尔逊')).toBe(6);
    expect(countCharacters('𠮷田')).toBe(2);
    expect(leastStrokes('王一')).toBe(2);
    expect(leastStrokes('')).toBe(2);
  });
});
