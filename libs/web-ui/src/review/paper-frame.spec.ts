import { describe, expect, it } from 'vitest';
import { layPicture, nextZoom } from './paper-frame.js';

const FRAME = { width: 400, height: 300 };

describe('a picture in its frame', () => {
  it('can be seen whole at first, whatever its shape', () => {
    expect(layPicture({ width: 800, height: 400 }, FRAME, 0, 1).box).toEqual({ width: 400, height: 200 });
    expect(layPicture({ width: 400, height: 800 }, FRAME, 0, 1).box).toEqual({ width: 150, height: 300 });
  });
  it('is fitted anew when it is turned', () => {
    const { image, box } = layPicture({ width: 800, height: 400 }, FRAME, 1, 1);
    expect(box).toEqual({ width: 150, height: 300 });
    expect(image).toEqual({ width: 300, height: 150 });
  });
  it('grows beyond the frame when magnified', () => {
    expect(layPicture({ width: 800, height: 400 }, FRAME, 2, 3).box).toEqual({ width: 1200, height: 600 });
  });
  it('is magnified step by step, within limits', () => {
    expect(nextZoom(1, -1)).toBe(1);
    expect(nextZoom(1, 1)).toBe(1.5);
    expect(nextZoom(6, 1)).toBe(6);
  });
});
