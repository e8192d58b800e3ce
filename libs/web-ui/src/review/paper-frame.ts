/** How a picture lies in its frame: turned by quarters, fitted, then magnified. */
export interface Picture {
  width: number;
  height: number;
}

export const ZOOMS = [1, 1.5, 2, 3, 4, 6] as const;
export type Zoom = (typeof ZOOMS)[number];

export function nextZoom(zoom: Zoom, by: 1 | -1): Zoom {
  const at = ZOOMS.indexOf(zoom) + by;
  return ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, at))] ?? zoom;
}

/** The picture's own size and that of the box it fills once turned, in px. At zoom 1 all of it can be seen. */
export function layPicture(
  picture: Picture,
  frame: Picture,
  quarters: number,
  zoom: number,
): { image: Picture; box: Picture } {
  const lying = quarters % 2 !== 0;
  const [width, height] = lying ? [picture.height, picture.width] : [picture.width, picture.height];
  if (width === 0 || height === 0) return { image: picture, box: picture };
  const scale = Math.min(frame.width / width, frame.height / height) * zoom;
  const round = (value: number): number => Math.round(value * scale);
  return {
    image: { width: round(picture.width), height: round(picture.height) },
    box: { width: round(width), height: round(height) },
  };
}
