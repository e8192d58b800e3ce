// A fixed number of connections, each asking again as soon as it is answered; every latency is kept.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

function ask(port, { method = 'GET', path, headers, body }) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        port,
        host: '127.0.0.1',
        method,
        path,
        headers: {
          ...headers,
          ...(body ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {}),
        },
        agent,
      },
      (response) => {
        let size = 0;
        let text = '';
        response.on('data', (chunk) => {
          size += chunk.length;
          if (response.statusCode >= 300) text += chunk;
        });
        response.on('end', () =>
          response.statusCode < 300 ? resolve(size) : reject(new Error(`${response.statusCode} ${text}`)),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

export const once = ask;

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;

/** @returns {{perSecond: number, p50: number, p95: number, count: number}} latencies in milliseconds */
export async function load({ port, connections, seconds = Infinity, next }) {
  const latencies = [];
  const from = performance.now();
  const end = from + seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < end) {
        const request = next();
        if (!request) return;
        const start = performance.now();
        await ask(port, request);
        latencies.push(performance.now() - start);
      }
    }),
  );
  const took = (performance.now() - from) / 1000;
  latencies.sort((a, b) => a - b);
  return {
    perSecond: latencies.length / took,
    p50: quantile(latencies, 0.5),
    p95: quantile(latencies, 0.95),
    count: latencies.length,
  };
}

/** So many requests a second, whether earlier ones are answered or not; a queue that forms shows in the latencies. */
export async function pace({ port, perSecond, seconds, next, goesOn = () => true }) {
  const latencies = [];
  const asked = [];
  const from = performance.now();
  for (let i = 0; i < perSecond * seconds && goesOn(); i++) {
    const due = from + (i * 1000) / perSecond;
    await sleep(Math.max(0, due - performance.now()));
    asked.push(ask(port, next()).then(() => latencies.push(performance.now() - due)));
  }
  await Promise.all(asked);
  latencies.sort((a, b) => a - b);
  return { p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95), count: latencies.length };
}

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
