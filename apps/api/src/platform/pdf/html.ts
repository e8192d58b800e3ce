/** Markup that is known to be safe to stand in a page. */
export class Html {
  constructor(readonly text: string) {}
}

export type HtmlValue = string | number | Html | null | undefined | false | readonly HtmlValue[];

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ESCAPES[char] as string);
}

function toText(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(toText).join('');
  return escapeHtml(String(value));
}

/**
 * Named `markup`, not `html`, so that formatters leave its text alone: blanks count on a page of pre-set lines.
 * Every value is escaped unless it is markup made by this function: what people typed cannot become part of the page.
 * Values may stand in text and in double-quoted attributes, nowhere else.
 */
export function markup(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  let text = strings[0] as string;
  values.forEach((value, index) => {
    text += toText(value) + (strings[index + 1] as string);
  });
  return new Html(text);
}

/** For markup that this program made itself (a style sheet, a path); never for what came from outside. */
export function trusted(text: string): Html {
  return new Html(text);
}
