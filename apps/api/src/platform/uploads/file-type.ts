export type FileType = 'jpeg' | 'png' | 'webp' | 'pdf' | 'gif' | 'heic' | 'other';

const starts = (bytes: Buffer, at: number, text: string): boolean =>
  bytes.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));

/** By the first bytes, never by the name or by what the client says. */
export function fileTypeOf(bytes: Buffer): FileType {
  if (starts(bytes, 0, '\xff\xd8\xff')) return 'jpeg';
  if (starts(bytes, 0, '\x89PNG\r\n\x1a\n')) return 'png';
  if (starts(bytes, 0, 'RIFF') && starts(bytes, 8, 'WEBP')) return 'webp';
  if (starts(bytes, 0, '%PDF-')) return 'pdf';
  if (starts(bytes, 0, 'GIF8')) return 'gif';
  if (starts(bytes, 4, 'ftyphei') || starts(bytes, 4, 'ftyphev') || starts(bytes, 4, 'ftypmif1')) return 'heic';
  return 'other';
}
