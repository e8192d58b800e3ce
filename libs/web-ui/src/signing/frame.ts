import { SIGNATURE_SPACE, type Box } from './strokes.js';

/** How the signature space lies on the screen. Pure, so that rotation can be tested without a browser. */

export interface ScreenBox {
  left: number;
  top: number;
  width: number;
  height: number;
}

const MARGIN = 12;

/**
 * The part of the plane that the pad shows: the whole space, what has been written outside of it, and whatever the
 * pad's shape leaves room for, so that no part of the pad is dead.
 */
export function frameFor(pad: { width: number; height: number }, ink: Box | null): Box {
  const { width, height } = SIGNATURE_SPACE;
  const left = Math.min(0, ink ? ink.x - MARGIN : 0);
  const top = Math.min(0, ink ? ink.y - MARGIN : 0);
  const right = Math.max(width, ink ? ink.x + ink.width + MARGIN : width);
  const bottom = Math.max(height, ink ? ink.y + ink.height + MARGIN : height);
  const need = { x: left, y: top, width: right - left, height: bottom - top };
  if (pad.width <= 0 || pad.height <= 0) return need;
  const scale = Math.min(pad.width / need.width, pad.height / need.height);
  const full = { width: pad.width / scale, height: pad.height / scale };
  return {
    x: need.x - (full.width - need.width) / 2,
    y: need.y - (full.height - need.height) / 2,
    width: full.width,
    height: full.height,
  };
}

/** From a point of the screen to the signature space. */
export function toSpace(client: { x: number; y: number }, pad: ScreenBox, frame: Box): { x: number; y: number } {
  return {
    x: frame.x + ((client.x - pad.left) / pad.width) * frame.width,
    y: frame.y + ((client.y - pad.top) / pad.height) * frame.height,
  };
}
