import {
  GOOD_FACTS,
  nextSnapshot,
  type ProcessActor,
  resolve,
  type SchoolPolicy,
  type SigningAction,
  type SigningSnapshot,
  type Slot,
} from '@qiancheng/shared';

/** One step of a case's story: what happened, who did it, how long after the step before. */
export interface Step {
  action: SigningAction;
  by: 'employer' | 'student' | 'college' | 'center' | 'counsellor' | 'system';
  hours: number;
  slot?: Slot;
  reason?: { code: string; text: string };
}

export interface Happened extends Step {
  at: Date;
  rowId: string;
  from: string | null;
  to: string;
  level: number;
  revision: number;
  deadlineAt: Date | null;
  issuesNumber: boolean;
  fixesHash: boolean;
  accountId: string | null;
  name: string;
}

export interface Person {
  accountId: string | null;
  name: string;
}

const KIND: Record<Step['by'], ProcessActor['kind']> = {
  employer: 'employer',
  student: 'student',
  college: 'staff',
  center: 'staff',
  counsellor: 'staff',
  system: 'system',
};

/**
 * Plays a story through the process table itself: what the table would refuse cannot be seeded.
 * @throws Error naming the step that is not allowed
 */
export function play(
  policy: SchoolPolicy,
  steps: readonly Step[],
  start: Date,
  people: Record<Step['by'], Person>,
): { happened: Happened[]; snapshot: SigningSnapshot } {
  let snapshot: SigningSnapshot | null = null;
  let at = start;
  const happened: Happened[] = [];
  for (const step of steps) {
    at = new Date(at.getTime() + step.hours * 3_600_000);
    const who = people[step.by];
    const kind = KIND[step.by];
    const request = {
      action: step.action,
      snapshot,
      actor: {
        kind,
        accountId: who.accountId,
        reviewRoles: kind === 'staff' ? [step.by as 'college' | 'center' | 'counsellor'] : [],
        canVoid: true,
      },
      policy,
      facts: GOOD_FACTS,
      now: at,
      ...(step.slot ? { slot: step.slot } : {}),
    };
    const result = resolve(request);
    if (!result.ok) throw new Error(`seed: ${step.action} by ${step.by} is refused: ${result.reason}`);
    happened.push({
      ...step,
      at,
      rowId: result.rowId,
      from: snapshot?.state ?? null,
      to: result.to,
      level: snapshot?.reviewLevel || result.reviewLevel,
      revision: result.revision,
      deadlineAt: result.deadlineAt,
      issuesNumber: result.effects.some((effect) => effect.type === 'issue_number'),
      fixesHash: result.effects.some((effect) => effect.type === 'fix_hash'),
      accountId: who.accountId,
      name: who.name,
    });
    snapshot = nextSnapshot(request, result);
  }
  if (!snapshot) throw new Error('seed: an empty story');
  return { happened, snapshot };
}
