/** The answer of every validator: the normalised value, or a sentence that says what is wrong. */
export type Checked = { ok: true; value: string } | { ok: false; reason: string };

export const good = (value: string): Checked => ({ ok: true, value });
export const bad = (reason: string): Checked => ({ ok: false, reason });

/** Full-width letters, digits and signs as an input method leaves them become their ASCII twins. */
export function toHalfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
}

/** A number as people paste it: without the blanks (also the invisible ones) and in upper case. */
export function compactCode(text: unknown): string {
  return typeof text === 'string' ? toHalfWidth(text.replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '')).toUpperCase() : '';
}
