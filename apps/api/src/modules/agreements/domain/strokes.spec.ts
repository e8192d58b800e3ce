import { handwriting } from '../testing/values.js';
import { checkedStrokes } from './strokes.js';

const refusal = (strokes: unknown): string => {
  try {
    checkedStrokes({ width: 600, height: 300, strokes: strokes as never }, '欧阳䶮');
    return 'accepted';
  } catch (error) {
    return (error as { detail: string }).detail;
  }
};

const dot = (x: number, y: number, t = 0) => ({ x, y, t });

describe('a signature as the server sees it', () => {
  it('keeps what was drawn, and nothing that was sent beside it', () => {
    const body = handwriting();
    const [[first = dot(0, 0)] = []] = body.strokes;
    const sent = {
      ...body,
      strokes: [[{ ...first, evil: '<svg>' }, ...body.strokes[0]!.slice(1)], ...body.strokes.slice(1)],
    };
    const kept = JSON.parse(checkedStrokes(sent as never, '欧阳䶮')) as typeof body;
    expect(kept).toEqual(body);
  });

  it.each([
    ['nothing', []],
    ['a dot', [[dot(100, 100)], [dot(101, 100)], [dot(102, 101)]]],
    [
      'something tiny',
      [
        [dot(10, 10), dot(60, 60)],
        [dot(60, 10), dot(10, 60)],
        [dot(35, 5), dot(35, 65)],
      ],
    ],
    [
      'a straight line',
      [
        [dot(0, 0), dot(300, 150)],
        [dot(300, 150), dot(450, 225)],
        [dot(450, 225), dot(600, 300)],
      ],
    ],
    ['two strokes for three characters', handwriting().strokes.slice(0, 2)],
    ['points that are no points', [[{ x: 'a', y: 1, t: 0 }], [null], [dot(1, 1)]]],
    [
      'points far from the pad',
      [
        [dot(-900, 0), dot(5000, 200)],
        [dot(0, 100), dot(600, 20)],
        [dot(1, 1), dot(300, 290)],
      ],
    ],
    [
      'numbers that are none',
      [
        [dot(Number.NaN, 0), dot(600, 200)],
        [dot(0, 100), dot(600, 20)],
        [dot(1, 1), dot(300, 290)],
      ],
    ],
  ])('refuses %s, with a sentence that says what to do', (_name, strokes) => {
    expect(refusal(strokes)).toMatch(/请/);
  });
});
