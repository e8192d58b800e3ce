import { describe, expect, it } from 'vitest';
import { frameFor, toSpace } from './frame.js';
import { boundsOf, type Stroke } from './strokes.js';

const upright = { left: 16, top: 100, width: 358, height: 620 };
const sideways = { left: 8, top: 52, width: 680, height: 330 };

describe('the frame of the pad', () => {
  it('shows the whole space, centred, in every shape', () => {
    for (const pad of [upright, sideways, { left: 0, top: 0, width: 928, height: 500 }]) {
      const frame = frameFor(pad, null);
      expect(frame.x).toBeLessThanOrEqual(0);
      expect(frame.y).toBeLessThanOrEqual(0);
      expect(frame.x + frame.width).toBeGreaterThanOrEqual(600);
      expect(frame.y + frame.height).toBeGreaterThanOrEqual(300);
      expect(frame.x + frame.width / 2).toBeCloseTo(300);
      expect(frame.width / frame.height).toBeCloseTo(pad.width / pad.height);
    }
  });

  it('leaves no dead corner: every point of the pad has a place', () => {
    const frame = frameFor(upright, null);
    expect(toSpace({ x: upright.left, y: upright.top }, upright, frame)).toEqual({ x: frame.x, y: frame.y });
    const end = toSpace({ x: upright.left + upright.width, y: upright.top + upright.height }, upright, frame);
    expect(end.x).toBeCloseTo(frame.x + frame.width);
    expect(end.y).toBeCloseTo(frame.y + frame.height);
  });

  it('keeps strokes where they are when the phone is turned, and keeps them in sight', () => {
    const before = frameFor(upright, null);
    // written near the lower edge of the tall pad, outside of the space
    const points = [
      [60, 640],
      [300, 700],
    ] as const;
    const stroke: Stroke = points.map(([x, y], i) => ({ ...toSpace({ x, y }, upright, before), t: i }));
    const ink = boundsOf([stroke]);
    expect(ink?.y).toBeGreaterThan(300);

    const turned = frameFor(sideways, ink);
    expect(turned.y + turned.height).toBeGreaterThanOrEqual((ink?.y ?? 0) + (ink?.height ?? 0));
    expect(turned.width / turned.height).toBeCloseTo(sideways.width / sideways.height);

    // Back again: the same points are still inside the pad.
    const back = frameFor(upright, ink);
    for (const { x, y } of stroke) {
      expect(x).toBeGreaterThanOrEqual(back.x);
      expect(y).toBeLessThanOrEqual(back.y + back.height);
    }
  });

  it('maps the same place of the paper to the same coordinates in both directions of the phone', () => {
    const tall = frameFor(upright, null);
    const wide = frameFor(sideways, null);
    const middle = (pad: typeof upright) => ({ x: pad.left + pad.width / 2, y: pad.top + pad.height / 2 });
    for (const [pad, frame] of [
      [upright, tall],
      [sideways, wide],
    ] as const) {
      const point = toSpace(middle(pad), pad, frame);
      expect(point.x).toBeCloseTo(300);
      expect(point.y).toBeCloseTo(150);
    }
  });

  it('answers the plain space before the pad has a size', () => {
    expect(frameFor({ width: 0, height: 0 }, null)).toEqual({ x: 0, y: 0, width: 600, height: 300 });
  });
});
