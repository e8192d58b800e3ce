import { toProblem } from '../api/problem.js';
import { apiFetch, apiPath } from '../api/transport.js';

/** Address of a file for a link that the person follows. `inline` opens it in the browser's own viewer. */
export const documentHref = (id: string, inline = false): string =>
  `${apiPath(`documents/${encodeURIComponent(id)}/file`)}${inline ? '?inline=true' : ''}`;

function nameOf(response: Response): string | null {
  const header = response.headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (encoded) return decodeURIComponent(encoded);
  return /filename="?([^";]+)"?/i.exec(header)?.[1] ?? null;
}

export const downloadDocument = (id: string, fallbackName = '协议书.pdf'): Promise<void> =>
  download(documentHref(id), fallbackName);

/** A file of another address of this audience. By POST where fetching it changes something: what can be had once only. */
export const downloadFile = (path: string, fallbackName: string, method: 'GET' | 'POST' = 'GET'): Promise<void> =>
  download(apiPath(path), fallbackName, method);

/** Fetches a file with the session (renewed where needed) and hands it to the browser's downloads. */
async function download(address: string, fallbackName: string, method = 'GET'): Promise<void> {
  let response: Response;
  try {
    const request = new Request(new URL(address, location.origin), { method, credentials: 'same-origin' });
    response = await apiFetch(request);
  } catch (error) {
    throw toProblem(error);
  }
  if (!response.ok) {
    const body: unknown = await response.json().catch(() => null);
    throw toProblem(body, response);
  }
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = nameOf(response) ?? fallbackName;
  link.click();
  // The download has its own hold on the blob once it started.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
