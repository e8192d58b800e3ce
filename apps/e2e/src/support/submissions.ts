import pg from 'pg';
import { PASSWORD, SCHOOL } from './demo.js';
import { studentNoOf } from './roster.js';
import { baseUrl } from './stage.js';

/** Log-ins that are under way at once: as many as two cores hash passwords for, and some that wait. */
const AT_ONCE = 6;

const SAMPLE = '20230001';

/**
 * Students who came in with a roster have no password yet; they get that of the demo, as its own students have it. Coming in by
 * the code on a slip has a story of its own.
 */
export async function giveDemoPassword(numbers: readonly number[]): Promise<void> {
  const url = process.env['E2E_DATABASE_URL'];
  if (!url) throw new Error('E2E_DATABASE_URL is not set: with an E2E_URL of your own, name its database, too');
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    const { rowCount } = await db.query(
      `update account a set password_hash = d.password_hash, password_kind = 'own', password_at = now(), activated_at = now(),
              phone_verified_at = now(), initial_expires_at = null
         from account d where d.audience = 'student' and d.login = $2 and d.school_id = 1
          and a.audience = 'student' and a.school_id = 1 and a.login = any($1)`,
      [numbers.map(studentNoOf), SAMPLE],
    );
    if (rowCount !== numbers.length) throw new Error(`${rowCount} of ${numbers.length} students have an account`);
  } finally {
    await db.end();
  }
}

interface Own {
  state: string;
  draft: { version: number };
}

/** One student's session by plain HTTP: for hundreds of people a browser's request context each is too much. */
class Session {
  private cookie = '';

  static async open(account: string): Promise<Session> {
    const session = new Session();
    await session.send('POST', 'session', { account, password: PASSWORD, schoolCode: SCHOOL });
    return session;
  }

  async send<T>(method: string, path: string, data?: object): Promise<T> {
    const answer = await fetch(`${baseUrl()}/api/v1/student/${path}`, {
      method,
      headers: { cookie: this.cookie, ...(data ? { 'content-type': 'application/json' } : {}) },
      ...(data ? { body: JSON.stringify(data) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    const set = answer.headers.getSetCookie().map((one) => one.split(';')[0]);
    if (set.length > 0) this.cookie = set.join('; ');
    return (await answer.json()) as T;
  }
}

/** Each logs in, opens the form, writes what is `otherwise`, if anything, and submits: over HTTP, as the form does. */
export async function submitAll(
  numbers: readonly number[],
  otherwise: (n: number) => Record<string, string> | null,
): Promise<void> {
  const waiting = [...numbers];
  const one = async (n: number): Promise<void> => {
    const student = await Session.open(studentNoOf(n));
    const { draft } = await student.send<Own>('GET', 'source');
    const values = otherwise(n);
    const saved = values
      ? await student.send<{ version: number }>('PATCH', 'source/draft', { version: draft.version, values })
      : draft;
    const { state } = await student.send<Own>('POST', 'source/submit', { version: saved.version });
    if (state !== 'submitted') throw new Error(`${studentNoOf(n)} is ${state} after submitting`);
  };
  const worker = async (): Promise<void> => {
    for (let n = waiting.shift(); n !== undefined; n = waiting.shift()) await one(n);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
