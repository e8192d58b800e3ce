import { pinyin } from 'pinyin-pro';

/** Full spelling and initials of a name, `ouyangjing oyj`: what somebody types who types no characters. */
export function pinyinOf(name: string): string {
  const full = pinyin(name, { toneType: 'none', type: 'array' }).join('');
  const initials = pinyin(name, { pattern: 'first', toneType: 'none', type: 'array' }).join('');
  // letters are spelled as they are, and have no initials of their own
  return (full === initials ? full : `${full} ${initials}`).toLowerCase();
}
