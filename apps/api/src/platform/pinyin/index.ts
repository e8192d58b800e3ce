import { pinyin } from 'pinyin-pro';

/** Full spelling and initials of a name, `ouyangjing oyj`: what somebody types who types no characters. */
export function pinyinOf(name: string): string {
  const spelled = pinyin(name, { toneType: 'none', type: 'array' });
  const full = spelled.join('');
  const initials = spelled.map((syllable) => [...syllable][0]).join('');
  // letters are spelled as they are, and have no initials of their own
  return (full === initials ? full : `${full} ${initials}`).toLowerCase();
}
