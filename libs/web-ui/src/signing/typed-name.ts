/** The way without drawing: the name is typed, and must be the registered one. */

/** Marks between the parts of a name that keyboards write differently: 买买提·吐尔逊. */
const MIDDLE_DOTS = /[·••・‧⋅∙.．。]/gu;

/** What does not make a name another one: spaces around it, full-width letters, the kind of middle dot. */
export function plainName(name: string): string {
  return name.normalize('NFKC').replace(MIDDLE_DOTS, '·').replace(/\s+/gu, ' ').trim().toLowerCase();
}

export type TypedNameState = 'empty' | 'typing' | 'same' | 'different';

/**
 * `composing`: an input method is still building the word, so there is nothing to judge yet. A beginning of the right
 * name is not wrong either.
 */
export function typedNameState(typed: string, registered: string, composing = false): TypedNameState {
  const given = plainName(typed);
  const wanted = plainName(registered);
  if (!given) return 'empty';
  if (composing) return 'typing';
  if (given === wanted) return 'same';
  return wanted.startsWith(given) ? 'typing' : 'different';
}
