const MAX = 100;
const MAX_EXTENSION = 10;

/** Paths, control, bidirectional and invisible characters, halves of surrogate pairs: none of them belongs to a name on screen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

/** What a person called the file, fit to be shown; never used to decide anything, nor as a path. */
export function cleanFileName(raw: string): string {
  const last = raw.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .normalize('NFC')
    .replace(UNSEEN, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '');
  return shorten(clean) || '未命名';
}

/** The middle goes, the extension stays. */
function shorten(name: string): string {
  const chars = [...name];
  if (chars.length <= MAX) return name;
  const dot = chars.lastIndexOf('.');
  const tail = dot > 0 && chars.length - dot <= MAX_EXTENSION ? chars.slice(dot) : [];
  return [...chars.slice(0, MAX - tail.length - 1), '…', ...tail].join('');
}

const SAME: Readonly<Record<string, readonly string[]>> = { jpg: ['jpg', 'jpeg', 'jpe'] };

/** The name with the extension of what the file was found to be: `scan.php` becomes `scan.php.jpg`. */
export function withExtension(name: string, extension: string): string {
  const given = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const known = SAME[extension] ?? [extension];
  return name.includes('.') && known.includes(given) ? name : `${name}.${extension}`;
}

/** `content-disposition` for people with any language, and for clients that know ASCII only (RFC 6266). */
export function disposition(type: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  return `${type}; filename="${plain}"; filename*=UTF-8''${encodeName(name)}`;
}

/** RFC 5987: encodeURIComponent leaves a few characters that the header's grammar does not allow. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
