import { directoryKey } from '@qiancheng/shared';
import { pinyin } from 'pinyin-pro';

/** 湘江精密TCL → 'xiang jiang jing mi t c l': what a name is found by when somebody types pinyin. */
export function syllablesOf(name: string): string {
  return pinyin(directoryKey(name), { toneType: 'none', type: 'array', v: true })
    .map((syllable) => syllable.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .filter(Boolean)
    .join(' ');
}

/** xjjm: as `employer.pinyin` keeps it. */
export function initialsOf(name: string): string {
  return syllablesOf(name)
    .split(' ')
    .map((syllable) => syllable.slice(0, 1))
    .join('');
}
