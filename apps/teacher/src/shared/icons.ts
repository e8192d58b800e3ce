/** Pictures that only this portal uses, on the 24 grid of the shared icons. */
export const GLYPHS = {
  tasks: 'M3.6 6.3l1.8 1.8 3-3.3M3.6 15.9l1.8 1.8 3-3.3M12 6.9h8.4M12 16.5h8.4',
  route: 'M10.5 3v18M6.9 21h7.2M4.5 5.4h11.4l3.6 3.3-3.6 3.3H4.5z',
  half: 'M12 3.6a8.4 8.4 0 1 1 0 16.8A8.4 8.4 0 0 1 12 3.6M12 3.6v16.8M12 7.5h3.9M12 12h5.1M12 16.5h3.9',
  ban: 'M12 3.6a8.4 8.4 0 1 1 0 16.8A8.4 8.4 0 0 1 12 3.6M6.2 6.2l11.6 11.6',
  keyboard: 'M3.5 6.5h17v11h-17zM7 10h.1M10.3 10h.1M13.6 10h.1M17 10h.1M7 14h10',
  building: 'M4.5 20.7V3.9h9.6v16.8M14.1 9.3h5.4v11.4M2.4 20.7h19.2M7.8 8h3M7.8 12h3M7.8 16h3',
  idCard:
    'M2.7 5.4h18.6v13.2H2.7zM6.3 15.6c.5-1.8 1.5-2.7 2.9-2.7s2.4.9 2.9 2.7M9.2 8.4a2 2 0 1 1 0 3.9 2 2 0 0 1 0-3.9M14.7 9.6h3.6M14.7 13.8h3.6',
} as const;
