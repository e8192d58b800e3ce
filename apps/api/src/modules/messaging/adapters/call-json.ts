import { ChannelError } from '../ports/channel.js';

const TIMEOUT_MS = 10_000;

export interface JsonAnswer {
  status: number;
  body: Record<string, unknown>;
  /** As it came: whole numbers of 64 bits do not survive being parsed. */
  text: string;
}

/**
 * One request, one answer; trying again is the job's. Addresses carry keys and phone numbers, so no error names one.
 * @throws ChannelError
 */
export async function callJson(service: string, url: URL, init: RequestInit): Promise<JsonAnswer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    text = await response.text();
  } catch (error) {
    throw new ChannelError('temporary', `${service}没有应答（${nameOf(error)}）`);
  }
  const body = parse(text);
  if (body) return { status: response.status, body, text };
  throw new ChannelError('temporary', `${service}的应答看不懂（HTTP ${response.status}）`);
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** ECONNREFUSED, TimeoutError …: enough to look for. */
function nameOf(error: unknown): string {
  const { name, cause } = error as Error & { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : name;
}
