import type { Permission } from '../permissions.js';

/** One action of a small state machine: where it starts, where it leads, whose it is, and what it says when it cannot. */
export interface FlowRow<State extends string, Action extends string, Actor extends string> {
  action: Action;
  label: string;
  /** null: there is nothing yet. */
  from: readonly (State | null)[];
  to: State;
  actor: Actor;
  permission: Permission;
  /** The other side is told why, so at least one reason is given. */
  reasons?: true;
  /** Said when the state does not allow it (any more). */
  refused: string;
}

export type FlowRefusal = 'NOT_ALLOWED_NOW' | 'WRONG_ACTOR' | 'REASON_REQUIRED';

export type FlowResult<State extends string> =
  { ok: true; to: State } | { ok: false; code: FlowRefusal; reason: string };

export interface FlowQuestion<State extends string, Action extends string, Actor extends string> {
  action: Action;
  status: State | null;
  actor: Actor;
  reasonsGiven?: boolean;
}

export class Flow<State extends string, Action extends string, Actor extends string> {
  constructor(
    readonly rows: readonly FlowRow<State, Action, Actor>[],
    readonly labels: Readonly<Record<State, string>>,
  ) {}

  row(action: Action): FlowRow<State, Action, Actor> {
    return this.rows.find((row) => row.action === action) as FlowRow<State, Action, Actor>;
  }

  /** May this actor do this now, and what is the state afterwards? Pure: the caller has locked the row. */
  resolve({ action, status, actor, reasonsGiven }: FlowQuestion<State, Action, Actor>): FlowResult<State> {
    const row = this.row(action);
    if (row.actor !== actor) return { ok: false, code: 'WRONG_ACTOR', reason: `「${row.label}」不由你办理。` };
    if (!row.from.includes(status)) return { ok: false, code: 'NOT_ALLOWED_NOW', reason: this.closed(row, status) };
    if (row.reasons && reasonsGiven === false) {
      return { ok: false, code: 'REASON_REQUIRED', reason: '没有写明原因。请至少写一条，对方会看到原话。' };
    }
    return { ok: true, to: row.to };
  }

  /** What this actor may do in this state: the buttons. */
  actions(status: State | null, actor: Actor): Action[] {
    return this.rows.filter((row) => row.actor === actor && row.from.includes(status)).map((row) => row.action);
  }

  private closed(row: FlowRow<State, Action, Actor>, status: State | null): string {
    return status === null ? row.refused : `现在是「${this.labels[status]}」。${row.refused}`;
  }
}
