/** Pictures that only lists use, on the 24 grid of the shared icons. */

/** six dots: what can be dragged */
export const GRIP = 'M9 6h.1M15 6h.1M9 12h.1M15 12h.1M9 18h.1M15 18h.1';
/** what stays at the left edge */
export const PIN = 'M9 3.5h6M10 3.5v6l-3 3.5h10l-3-3.5v-6M12 13v7.5';
