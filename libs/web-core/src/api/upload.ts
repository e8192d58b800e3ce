/**
 * What a generated function of an upload route is called with: `uploadLicence({ ...fileBody(file, headers), path })`. The
 * bytes are the body, the name travels in a header, which takes ASCII only.
 */
export function fileBody<H extends Record<string, string> = Record<never, never>>(
  file: File,
  headers?: H,
): { body: File; headers: H & { 'x-file-name': string } } {
  return { body: file, headers: { ...(headers as H), 'x-file-name': encodeURIComponent(file.name.toWellFormed()) } };
}
