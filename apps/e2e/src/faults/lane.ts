import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../../../../tools/lib/http-person.mjs';
import { PASSWORD, WORKSPACE } from '../support/demo.js';

interface Case {
  id: string;
  version: number;
  state: string;
  terms: { post: string | null };
  consentVersion: string;
}
/** The form of an agreement: what the employer writes. */
export type Form = Record<'employer' | 'terms' | 'archive' | 'breach', Record<string, unknown>>;

export type StepName = 'create' | 'save' | 'send' | 'accept';
const ORDER: readonly StepName[] = ['create', 'save', 'send', 'accept'];

interface Request {
  who: Person;
  method: 'post' | 'put';
  path: string;
  body: object;
  key: string;
}
/** An answer that somebody has got, so that it must stay true. */
export interface Acknowledged {
  step: StepName;
  request: Request;
  answer: Case;
}
type Attempt = { kind: 'answer'; answer: Case } | { kind: 'unknown' } | { kind: 'refused'; code: string };

interface HttpFailure extends Error {
  status?: number;
  problem?: { code?: string };
}

/** What happened to the requests of all lanes together. */
export class Ledger {
  readonly acknowledged: Acknowledged[] = [];
  /** Requests that nobody answered: answered when they were repeated, found done, or not done at all. */
  readonly unanswered = { repeated: 0, found: 0, absent: 0 };
  private readonly watchers: { at: number; act: () => void }[] = [];

  /** Acts once so many more requests have been answered: in the middle of the others. */
  after(answers: number, act: () => void): void {
    this.watchers.push({ at: this.acknowledged.length + answers, act });
  }

  write(entry: Acknowledged): void {
    this.acknowledged.push(entry);
    for (const watcher of this.watchers.splice(0)) {
      if (this.acknowledged.length >= watcher.at) watcher.act();
      else this.watchers.push(watcher);
    }
  }
}

/** One employer and one student on their way to an agreement, who try again whatever breaks, as a careful client does. */
export class Lane {
  caseId: string | undefined;
  private done = 0;

  constructor(
    private readonly ledger: Ledger,
    private readonly hr: Person,
    private readonly student: Person,
    readonly studentId: string,
    private readonly form: Form,
  ) {}

  async play(last: StepName): Promise<void> {
    while (this.done <= ORDER.indexOf(last)) {
      await this.act(ORDER[this.done] as StepName);
      this.done += 1;
    }
  }

  private async act(step: StepName): Promise<void> {
    for (;;) {
      const request = await this.patiently(() => this.prepare(step));
      const first = await attempt(request);
      if (first.kind === 'answer') return this.acknowledge(step, request, first.answer);
      if (first.kind === 'refused') throw new Error(`${step} was refused at once: ${first.code}`);
      // Nobody knows what became of it: the same again, under the same key.
      const again = await untilAnswered(request);
      const there = await this.patiently(() => this.look(step));
      this.ledger.unanswered[again.kind === 'answer' ? 'repeated' : there ? 'found' : 'absent'] += 1;
      if (again.kind === 'answer') return this.acknowledge(step, request, again.answer);
      if (there) return;
      // Not done, and the claim of the dead process stands for a minute: a person would press the button anew.
      if (again.code !== 'IDEMPOTENCY_IN_PROGRESS') throw new Error(`${step} is not there, and refused: ${again.code}`);
    }
  }

  private acknowledge(step: StepName, request: Request, answer: Case): void {
    this.caseId = answer.id;
    this.ledger.write({ step, request, answer });
  }

  private async prepare(step: StepName): Promise<Request> {
    const key = randomUUID();
    if (step === 'create') {
      return { who: this.hr, method: 'post', path: `${WORKSPACE}/cases`, body: { studentId: this.studentId }, key };
    }
    const path = `${step === 'accept' ? '' : `${WORKSPACE}/`}cases/${this.caseId}`;
    const who = step === 'accept' ? this.student : this.hr;
    const { version, consentVersion } = await who.get<Case>(path);
    if (step === 'save') {
      const body = { version, values: this.form, confirmed: ['employer', 'terms', 'archive', 'breach'] };
      return { who, method: 'put', path: `${path}/draft`, body, key };
    }
    if (step === 'send') return { who, method: 'post', path: `${path}/send`, body: { version }, key };
    const body = { version, consentVersion, healthCode: '1', opinion: '同意', password: PASSWORD };
    return { who, method: 'post', path: `${path}/accept`, body, key };
  }

  /** Whether the step has been taken, as its owner can see it. */
  private async look(step: StepName): Promise<boolean> {
    if (step === 'create') {
      const { items } = await this.hr.get<{ items: { studentId: string; caseId: string | null }[] }>(
        `${WORKSPACE}/students?q=${this.student.account}`,
      );
      this.caseId = items.find((one) => one.studentId === this.studentId)?.caseId ?? undefined;
      return this.caseId !== undefined;
    }
    const { state, terms } = await this.hr.get<Case>(`${WORKSPACE}/cases/${this.caseId}`);
    if (step === 'save') return terms.post === this.form.terms['post'];
    return state === (step === 'send' ? 'INVITED' : 'REVIEW');
  }

  private async patiently<T>(ask: () => Promise<T>): Promise<T> {
    for (const end = Date.now() + 60_000; ; await sleep(100)) {
      try {
        return await ask();
      } catch (error) {
        if (!isOutage(error) || Date.now() > end) throw error;
      }
    }
  }
}

/** Nobody there, the connection broken, or a service that says that it cannot: anything else is an answer. */
function isOutage(error: unknown): boolean {
  const { status, message } = error as HttpFailure;
  return status === undefined ? message === 'fetch failed' || message === 'terminated' : status === 503;
}

export async function attempt({ who, method, path, body, key }: Request): Promise<Attempt> {
  try {
    const answer =
      method === 'put' ? await who.put<Case>(path, body) : await who.post<Case>(path, body, { 'idempotency-key': key });
    return { kind: 'answer', answer };
  } catch (error) {
    if (isOutage(error)) return { kind: 'unknown' };
    const { status, problem } = error as HttpFailure;
    if (status === 409) return { kind: 'refused', code: problem?.code ?? '' };
    throw error;
  }
}

async function untilAnswered(request: Request): Promise<Exclude<Attempt, { kind: 'unknown' }>> {
  for (const end = Date.now() + 60_000; ; await sleep(100)) {
    const answer = await attempt(request);
    if (answer.kind !== 'unknown') return answer;
    if (Date.now() > end) throw new Error(`${request.path}: nobody answers`);
  }
}
