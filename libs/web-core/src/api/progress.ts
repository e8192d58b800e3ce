import { apiFetch } from './transport.js';

export interface Upload {
  /** hand this to the generated function: `uploadLicence({ ...fileBody(file), fetch: upload.fetch })` */
  fetch: typeof fetch;
  /** Stops the sending; the call ends as an aborted one. */
  cancel: () => void;
}

/**
 * `fetch` tells nothing of how much of a body has gone out. So a file travels by XMLHttpRequest, behind the same door: a
 * session that ran out is renewed once, and the file is sent again.
 */
export function uploadWithProgress(onProgress: (share: number) => void): Upload {
  const controller = new AbortController();
  const send = (request: Request): Promise<Response> => sendByXhr(request, onProgress, controller.signal);
  return {
    fetch: (input, init) => apiFetch(input instanceof Request && !init ? input : new Request(input, init), send),
    cancel: () => controller.abort(),
  };
}

async function sendByXhr(
  request: Request,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Response> {
  const body = await request.blob();
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(new DOMException('cancelled', 'AbortError'));
    if (signal.aborted) return aborted();
    const xhr = new XMLHttpRequest();
    xhr.open(request.method, request.url);
    request.headers.forEach((value, name) => xhr.setRequestHeader(name, value));
    xhr.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onProgress(loaded / total);
    };
    xhr.onload = () => {
      const body = xhr.status === 204 ? null : (xhr.response as string);
      resolve(new Response(body, { status: xhr.status, headers: headersOf(xhr) }));
    };
    xhr.onerror = () => reject(new TypeError('no connection'));
    xhr.onabort = aborted;
    signal.addEventListener('abort', () => xhr.abort());
    xhr.send(body);
  });
}

function headersOf(xhr: XMLHttpRequest): Headers {
  const headers = new Headers();
  for (const line of xhr
    .getAllResponseHeaders()
    .trim()
    .split(/[\r\n]+/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return headers;
}
