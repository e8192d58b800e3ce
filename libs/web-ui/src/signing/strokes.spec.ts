import { describe, expect, it } from 'vitest';
import { boundsOf, fitToSpace, pathOf, StrokeRecorder, type Stroke } from './strokes.js';

const line = (...points: [number, number][]): Stroke => points.map(([x, y], i) => ({ x, y, t: i * 10 }));

describe('StrokeRecorder', () => {
  it('records strokes with times from the first point and pressure only when a pen gives it', () => {
    const recorder = new StrokeRecorder();
    recorder.begin({ x: 10, y: 20, at: 1000 });
    recorder.extend({ x: 30.26, y: 20, at: 1040 });
    recorder.end();
    recorder.begin({ x: 50, y: 60, at: 1500, p: 0.512 });
    recorder.end();
    expect(recorder.strokes).toEqual([
      [
        { x: 10, y: 20, t: 0 },
        { x: 30.3, y: 20, t: 40 },
      ],
      [{ x: 50, y: 60, t: 500, p: 0.51 }],
    ]);
  });

  it('drops samples that lie on top of the last one', () => {
    const recorder = new StrokeRecorder();
    recorder.begin({ x: 0, y: 0, at: 0 });
    expect(recorder.extend({ x: 0.5, y: 0.5, at: 5 })).toBe(false);
    expect(recorder.extend({ x: 2, y: 0, at: 9 })).toBe(true);
    expect(recorder.strokes[0]).toHaveLength(2);
  });

  it('takes back one stroke at a time, also the one being written', () => {
    const recorder = new StrokeRecorder([line([0, 0], [9, 9]), line([1, 1], [8, 8])]);
    recorder.begin({ x: 5, y: 5, at: 0 });
    recorder.undo();
    expect(recorder.strokes).toHaveLength(2);
    recorder.undo();
    expect(recorder.strokes).toEqual([line([0, 0], [9, 9])]);
    recorder.undo();
    recorder.undo();
    expect(recorder.strokes).toEqual([]);
  });

  it('starts the time anew after clearing, and goes on after strokes it was given', () => {
    const recorder = new StrokeRecorder([line([0, 0], [9, 9])]);
    recorder.begin({ x: 1, y: 1, at: 90_000 });
    recorder.end();
    expect(recorder.strokes[1]?.[0]?.t).toBe(11);
    recorder.clear();
    recorder.begin({ x: 1, y: 1, at: 95_000 });
    expect(recorder.strokes[0]?.[0]?.t).toBe(0);
  });

  it('never changes a list that it handed out', () => {
    const recorder = new StrokeRecorder();
    recorder.begin({ x: 0, y: 0, at: 0 });
    const before = recorder.strokes;
    recorder.extend({ x: 20, y: 20, at: 10 });
    recorder.end();
    recorder.clear();
    expect(before).toEqual([[{ x: 0, y: 0, t: 0 }]]);
  });

  it('does not grow without limit', () => {
    const recorder = new StrokeRecorder();
    recorder.begin({ x: 0, y: 0, at: 0 });
    for (let i = 1; i < 8000; i += 1) recorder.extend({ x: (i % 2) * 10, y: 0, at: i });
    recorder.end();
    recorder.begin({ x: 3, y: 3, at: 9000 });
    expect(recorder.strokes.flat().length).toBe(6000);
  });
});

describe('pathOf', () => {
  it('draws a dot for a tap and a curve that ends where the pen ended', () => {
    expect(pathOf(line([5, 6]))).toBe('M5 6h.1');
    expect(pathOf(line([0, 0], [10, 0]))).toBe('M0 0L10 0');
    expect(pathOf(line([0, 0], [10, 0], [20, 10]))).toBe('M0 0Q10 0 15 5L20 10');
  });
});

describe('fitToSpace', () => {
  it('leaves what lies inside exactly as it was written', () => {
    const strokes = [line([0, 0], [600, 300])];
    expect(fitToSpace(strokes)).toEqual({ width: 600, height: 300, strokes });
  });

  it('moves what was written below the space, without making it smaller', () => {
    const sent = fitToSpace([line([100, 280], [400, 420])]);
    const box = boundsOf(sent.strokes);
    expect(box?.width).toBeCloseTo(300, 0);
    expect(box?.height).toBeCloseTo(140, 0);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(300);
  });

  it('brings a name written downwards on a tall screen inside, keeping its proportions', () => {
    const sent = fitToSpace([line([250, -200], [350, 500])]);
    const box = boundsOf(sent.strokes);
    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(300);
    expect((box?.height ?? 0) / (box?.width ?? 1)).toBeCloseTo(7, 1);
  });
});
