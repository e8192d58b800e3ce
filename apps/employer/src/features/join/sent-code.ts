/** A code that is on its way: which one, until when it is good, and from when on another one may be asked for. */
export interface SentJoinCode {
  codeId: string;
  until: number;
  again: number;
}

const keyOf = (token: string): string => `qc-join-${token}`;

/** For this tab only: a page that is loaded anew goes on with the code that has arrived meanwhile. */
export function keepSent(token: string, sent: SentJoinCode): void {
  sessionStorage.setItem(keyOf(token), JSON.stringify(sent));
}

export function forgetSent(token: string): void {
  sessionStorage.removeItem(keyOf(token));
}

export function keptSent(token: string): SentJoinCode | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(token)) ?? 'null') as SentJoinCode | null;
    return kept && kept.until > Date.now() ? kept : null;
  } catch {
    return null;
  }
}
